using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Provisioning;

public sealed class ClaimDeskTests
{
    private const string Installer = "address:10.0.0.7";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_code_becomes_an_enrolled_device_with_its_token_and_an_audit_row()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var code = Assert.Single(await PrepareAsync(Desk(registry), "w-1"));

        var claimed = (await Desk(registry).ClaimAsync(Claim(code.Code.ToLowerInvariant()) with { Name = "李四的手环" }, Installer, Cancel)).Value!;
        registry.Reopen();

        Assert.True(claimed.Device is { Id: "w-1", Class: "wearable", Community: "baihe", Name: "李四的手环", Gateway: "gw-1", HasToken: true });
        Assert.NotNull(claimed.Token);
        Assert.False(registry.Index.Find("w-1")!.Retired);
        var row = (await new AuditTrail(registry.Store).ListAsync("w-1", 1, 50, Cancel)).Items.Single();
        Assert.Equal(("claim", Installer, TemporaryRegistry.Start), (row.Action, row.Actor, row.At));
        Assert.Equal("claimed", Assert.Single((await Desk(registry).ListAsync(null, 1, 50, Cancel)).Items).State);
    }

    [Fact]
    public async Task Of_many_who_claim_at_the_same_instant_exactly_one_gets_the_token()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var desk = Desk(registry);
        var code = Assert.Single(await PrepareAsync(desk, "w-1")).Code;
        using var start = new Barrier(8);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(Cancel);
                return desk.ClaimAsync(Claim(code), $"address:10.0.0.{i}", Cancel);
            },
            Cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        Assert.NotNull(Assert.Single(outcomes, o => o.Succeeded).Value!.Token);
        Assert.All(outcomes.Where(o => !o.Succeeded), o => Assert.Contains(o.Faults[0].Kind, new[] { FaultKind.Gone, FaultKind.TooMany }));
        Assert.Equal(1, (await new AuditTrail(registry.Store).ListAsync("w-1", 1, 50, Cancel)).Total);
    }

    [Fact]
    public async Task Used_revoked_and_expired_codes_are_gone_and_unknown_ones_not_found()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var desk = Desk(registry);
        var codes = (await PrepareAsync(desk, "used", "revoked", "late")).ToDictionary(c => c.Device, c => c.Code);
        await desk.ClaimAsync(Claim(codes["used"]), Installer, Cancel);
        await desk.RevokeAsync("revoked", "me", Cancel);

        Assert.Contains("claimed with it already", await GoneAsync(desk, codes["used"]), StringComparison.Ordinal);
        Assert.Contains("revoked", await GoneAsync(desk, codes["revoked"]), StringComparison.Ordinal);
        Assert.Equal(FaultKind.NotFound, Assert.Single((await desk.ClaimAsync(Claim(ClaimCode.New()), "a", Cancel)).Faults).Kind);
        registry.Time.Advance(TimeSpan.FromDays(365));
        Assert.Contains("expired", await GoneAsync(desk, codes["late"]), StringComparison.Ordinal);
        Assert.Equal(["expired", "revoked", "claimed"], (await desk.ListAsync("box-1", 1, 50, Cancel)).Items.Select(c => c.State));
        Assert.Equal(FaultKind.Conflict, Assert.Single((await desk.RevokeAsync("used", "me", Cancel)).Faults).Kind);
        Assert.Equal(FaultKind.NotFound, Assert.Single((await desk.RevokeAsync("nobody", "me", Cancel)).Faults).Kind);
    }

    [Fact]
    public async Task A_claim_with_a_bad_community_names_it_and_leaves_the_code_good()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var desk = Desk(registry);
        var code = Assert.Single(await PrepareAsync(desk, "w-1")).Code;

        var refused = await desk.ClaimAsync(Claim(code) with { Community = "atlantis" }, Installer, Cancel);
        var claimed = await desk.ClaimAsync(Claim(code), Installer, Cancel);

        Assert.Equal("community", Assert.Single(refused.Faults).Field);
        Assert.True(claimed.Succeeded);
    }

    [Fact]
    public async Task Ten_failed_attempts_lock_an_address_and_no_other_for_ten_minutes()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var desk = Desk(registry);
        var code = Assert.Single(await PrepareAsync(desk, "w-1")).Code;
        for (var i = 0; i < ClaimDesk.AttemptsPerAddress; i++)
            Assert.Equal(FaultKind.Invalid, Assert.Single((await desk.ClaimAsync(Claim("typo"), Installer, Cancel)).Faults).Kind);

        var locked = Assert.Single((await desk.ClaimAsync(Claim(code), Installer, Cancel)).Faults);
        registry.Time.Advance(TimeSpan.FromMinutes(9));
        var stillLocked = Assert.Single((await desk.ClaimAsync(Claim(code), Installer, Cancel)).Faults);
        var other = await desk.ClaimAsync(Claim("typo"), "address:10.0.0.8", Cancel);
        registry.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((FaultKind.TooMany, 600), (locked.Kind, locked.RetryAfterSeconds));
        Assert.Equal((FaultKind.TooMany, 60), (stillLocked.Kind, stillLocked.RetryAfterSeconds));
        Assert.Equal(FaultKind.Invalid, Assert.Single(other.Faults).Kind);
        Assert.True((await desk.ClaimAsync(Claim(code), Installer, Cancel)).Succeeded);
    }

    [Fact]
    public async Task Five_failed_attempts_lock_a_code_for_every_address()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var desk = Desk(registry);
        var code = Assert.Single(await PrepareAsync(desk, "w-1")).Code;
        for (var i = 0; i < ClaimDesk.AttemptsPerCode; i++)
            await desk.ClaimAsync(Claim(code) with { Community = "atlantis" }, $"address:{i}", Cancel);

        Assert.Equal(FaultKind.TooMany, Assert.Single((await desk.ClaimAsync(Claim(code), "address:99", Cancel)).Faults).Kind);
        registry.Time.Advance(ClaimDesk.Window);
        Assert.True((await desk.ClaimAsync(Claim(code), "address:99", Cancel)).Succeeded);
    }

    [Fact]
    public async Task A_restart_keeps_the_limits_and_a_clock_set_back_locks_nobody_for_longer_than_a_window()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var code = Assert.Single(await PrepareAsync(Desk(registry), "w-1")).Code;
        for (var i = 0; i < ClaimDesk.AttemptsPerAddress; i++)
            await Desk(registry).ClaimAsync(Claim("typo"), Installer, Cancel);
        for (var i = 0; i < ClaimDesk.AttemptsPerCode; i++)
            await Desk(registry).ClaimAsync(Claim(code) with { Community = "atlantis" }, $"address:{i}", Cancel);

        registry.Time.Advance(TimeSpan.FromMinutes(4));
        registry.Reopen();
        var address = Assert.Single((await Desk(registry).ClaimAsync(Claim("typo"), Installer, Cancel)).Faults);
        var ofCode = Assert.Single((await Desk(registry).ClaimAsync(Claim(code), "address:99", Cancel)).Faults);
        registry.Time.AdjustTime(TemporaryRegistry.Start.AddDays(-1));
        var setBack = Assert.Single((await Desk(registry).ClaimAsync(Claim("typo"), Installer, Cancel)).Faults);

        Assert.Equal((FaultKind.TooMany, 360), (address.Kind, address.RetryAfterSeconds));
        Assert.Equal((FaultKind.TooMany, 360), (ofCode.Kind, ofCode.RetryAfterSeconds));
        Assert.Equal((FaultKind.TooMany, 600), (setBack.Kind, setBack.RetryAfterSeconds));
    }

    [Fact]
    public async Task Many_wrong_guesses_at_the_same_instant_are_all_counted()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var desk = Desk(registry);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3 * ClaimDesk.AttemptsPerAddress).Select(_ => Task.Run(() => desk.ClaimAsync(Claim("typo"), Installer, Cancel), Cancel)));

        Assert.Equal(ClaimDesk.AttemptsPerAddress, outcomes.Count(o => o.Faults[0].Kind == FaultKind.Invalid));
        Assert.Equal(2 * ClaimDesk.AttemptsPerAddress, outcomes.Count(o => o.Faults[0].Kind == FaultKind.TooMany));
    }

    [Fact]
    public async Task Rows_of_attempts_hold_no_code_are_pruned_when_their_window_is_over_and_never_exceed_their_bound()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var guess = ClaimCode.New();
        await Desk(registry).ClaimAsync(Claim(guess), Installer, Cancel);
        var first = await KeysAsync(registry);
        var limit = new AttemptLimit("address", 1, ClaimDesk.Window, registry.Time);
        registry.Time.Advance(TimeSpan.FromMinutes(5));
        await registry.Store.WriteAsync(
            async (context, cancel) =>
            {
                context.Attempts.AddRange(Enumerable.Range(0, AttemptLimit.MaxKeys - 1).Select(i => new SmartCommunity.Storage.Registry.AttemptRow
                {
                    Key = $"address:{i}", BeganAtMs = registry.Time.GetUtcNow().ToUnixTimeMilliseconds(), Failed = 1,
                }));
                await context.SaveChangesAsync(cancel);
                await limit.FailedAsync(context, "one more", cancel);
                return true;
            },
            committed: null,
            Cancel);
        var full = await KeysAsync(registry);
        registry.Time.Advance(ClaimDesk.Window);
        await Desk(registry).ClaimAsync(Claim("typo"), Installer, Cancel);

        Assert.Equal(2, first.Count);
        Assert.DoesNotContain(first, key => key.Contains(ClaimCode.Canonical(guess)!, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(AttemptLimit.MaxKeys, full.Count(key => key.StartsWith("address:", StringComparison.Ordinal)));
        Assert.Contains("address:one more", full);
        Assert.DoesNotContain("address:" + Installer, full);
        Assert.Equal(["address:" + Installer, first.Single(key => key.StartsWith("code:", StringComparison.Ordinal))], await KeysAsync(registry));
    }

    private static async Task<List<string>> KeysAsync(TemporaryRegistry registry)
    {
        await using var context = registry.Store.CreateDbContext();
        return [.. context.Attempts.Select(a => a.Key).Order()];
    }

    [Fact]
    public async Task Ids_come_by_prefix_and_count_and_taken_ones_are_refused_whole()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var desk = Desk(registry);
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("p-007"), Cancel);

        var clash = await desk.PrepareAsync(Batch() with { Prefix = "p-", Count = 100 }, "me", Cancel);
        var made = await desk.PrepareAsync(Batch() with { Prefix = "q-", Count = 100 }, "me", Cancel);
        var twice = await desk.PrepareAsync(Batch() with { Devices = ["q-001"] }, "me", Cancel);
        await desk.RevokeAsync("q-001", "me", Cancel);
        var reissued = await desk.PrepareAsync(Batch() with { Devices = ["q-001"] }, "me", Cancel);

        Assert.Contains("1 ids", Assert.Single(clash.Faults).Message, StringComparison.Ordinal);
        Assert.Equal(("q-001", "q-100", 100), (made.Value![0].Device, made.Value[^1].Device, made.Value.Select(c => c.Code).Distinct().Count()));
        Assert.Equal(FaultKind.Conflict, Assert.Single(twice.Faults).Kind);
        Assert.True((await desk.ClaimAsync(Claim(reissued.Value![0].Code), Installer, Cancel)).Succeeded);
        Assert.Equal(FaultKind.NotFound, Assert.Single((await desk.ClaimAsync(Claim(made.Value[0].Code), Installer, Cancel)).Faults).Kind);
    }

    [Fact]
    public async Task A_bad_delivery_is_refused_by_field()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var desk = Desk(registry);
        async Task<string> FieldsAsync(NewClaims claims) => string.Join(',', (await desk.PrepareAsync(claims, "me", Cancel)).Faults.Select(f => f.Field));

        Assert.Equal("batch,expiresInDays,devices", await FieldsAsync(Batch() with { Batch = "", ExpiresInDays = 0 }));
        Assert.Equal("devices", await FieldsAsync(Batch() with { Devices = ["a"], Count = 1 }));
        Assert.Equal("count", await FieldsAsync(Batch() with { Count = 5_001 }));
        Assert.Equal("devices", await FieldsAsync(Batch() with { Devices = ["a b"] }));
        Assert.Equal("devices", await FieldsAsync(Batch() with { Devices = ["a", "a"] }));
        Assert.Equal("class", await FieldsAsync(Batch() with { Class = "toaster", Devices = ["a"] }));
        Assert.Equal("profile", await FieldsAsync(Batch() with { Dialect = "modbus", Devices = ["a"] }));
    }

    private static ClaimDesk Desk(TemporaryRegistry registry) => new(registry.Store, registry.Devices, registry.Time, NullLogger<ClaimDesk>.Instance);

    private static NewClaims Batch() => new() { Batch = "box-1", Class = "wearable" };

    private static NewClaim Claim(string code) => new() { Code = code, Community = "baihe" };

    private static async Task<ClaimCodeView[]> PrepareAsync(ClaimDesk desk, params string[] ids) => (await desk.PrepareAsync(Batch() with { Devices = ids }, "me", Cancel)).Value!;

    private static async Task<string> GoneAsync(ClaimDesk desk, string code)
    {
        var fault = Assert.Single((await desk.ClaimAsync(Claim(code), "somebody", Cancel)).Faults);
        Assert.Equal((FaultKind.Gone, "code"), (fault.Kind, fault.Field));
        return fault.Message;
    }
}
