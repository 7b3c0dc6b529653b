using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Provisioning;

/// <summary>simplereenroll of RFC 7030: a certificate is renewed by itself.</summary>
public sealed class CertificateRenewalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_renews_itself_for_as_long_again_and_both_are_good()
    {
        await using var registry = await EnrolledAsync();
        using var key = new DeviceKey("w-1");
        using var next = new DeviceKey("w-1");
        var first = await IssueAsync(registry, key);
        registry.Time.Advance(TimeSpan.FromDays(20));

        var outcome = await RenewAsync(registry, first, next.Csr);

        using var renewed = X509CertificateLoader.LoadCertificate(outcome.Value!);
        Assert.Equal("CN=w-1", renewed.Subject);
        Assert.Equal(TimeSpan.FromDays(30), renewed.NotAfter - renewed.NotBefore);
        var listed = (await registry.Certificates.ListAsync("w-1", 1, 50, Cancel)).Items;
        Assert.Equal(["good", "good"], listed.Select(c => c.State));
        Assert.Equal([renewed.SerialNumber, first.Certificate.Serial], listed.Select(c => c.Serial));
        Assert.Contains((await new SmartCommunity.Cloud.Registry.AuditTrail(registry.Store).ListAsync("w-1", 1, 50, Cancel)).Items, row => row is { Action: "certificate.issue", Actor: "device:w-1" });
    }

    [Fact]
    public async Task A_request_whose_answer_was_lost_gets_the_same_certificate_and_the_same_key_again_gets_a_new_one_next_time()
    {
        await using var registry = await EnrolledAsync();
        using var key = new DeviceKey("w-1");
        var first = await IssueAsync(registry, key);
        registry.Time.Advance(TimeSpan.FromDays(20));

        var renewed = (await RenewAsync(registry, first, key.Csr)).Value!;
        var again = (await RenewAsync(registry, first, key.Csr)).Value!;
        registry.Time.Advance(TimeSpan.FromDays(20));
        using var second = X509CertificateLoader.LoadCertificate(renewed);
        var third = (await registry.Renewal.RenewAsync(TemporaryRegistry.Gateway, "w-1", Sha256(second), key.Csr, Cancel)).Value!;

        Assert.Equal(renewed, again);
        Assert.NotEqual(renewed, third);
        Assert.Equal(3, (await registry.Certificates.ListAsync("w-1", 1, 50, Cancel)).Total);
    }

    [Fact]
    public async Task The_base64_of_the_rfc_is_read_like_pem()
    {
        await using var registry = await EnrolledAsync();
        using var key = new DeviceKey("w-1");
        using var next = new DeviceKey("w-1");
        var first = await IssueAsync(registry, key);

        var base64 = string.Concat(next.Csr.Split('\n').Where(line => !line.StartsWith('-')));

        Assert.True((await RenewAsync(registry, first, base64)).Succeeded);
    }

    [Fact]
    public async Task Certificates_that_are_not_the_devices_or_not_good_any_more_renew_nothing()
    {
        await using var registry = await EnrolledAsync();
        using var key = new DeviceKey("w-1");
        using var keyOfW2 = new DeviceKey("w-2");
        var (revoked, ofW2) = (await IssueAsync(registry, key), await IssueAsync(registry, keyOfW2, "w-2"));
        await registry.Certificates.RevokeAsync("w-1", revoked.Certificate.Serial, "keyCompromise", "me", Cancel);
        var good = await IssueAsync(registry, key);

        Assert.Contains("is revoked", await RefusedAsync(registry, revoked, key.Csr), StringComparison.Ordinal);
        Assert.Contains("was not issued to this device", await RefusedAsync(registry, ofW2, key.Csr), StringComparison.Ordinal);
        var elsewhere = await registry.Renewal.RenewAsync("gw-2", "w-1", good.Certificate.Sha256, key.Csr, Cancel);
        Assert.Equal(FaultKind.NotFound, Assert.Single(elsewhere.Faults).Kind);
        await registry.Authorities.RemoveAsync("baihe", Assert.Single(await registry.Authorities.ListAsync("baihe", Cancel)).Sha256, "me", Cancel);
        Assert.Contains("not believed any more", await RefusedAsync(registry, good, key.Csr), StringComparison.Ordinal);
        registry.Time.Advance(TimeSpan.FromDays(31));
        Assert.Contains("expired on", await RefusedAsync(registry, good, key.Csr), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_proof_of_possession_or_with_another_subject_is_refused()
    {
        await using var registry = await EnrolledAsync();
        using var key = new DeviceKey("w-1");
        var first = await IssueAsync(registry, key);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var adorned = new CertificateRequest("CN=w-1, O=elsewhere", ec, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        var der = Convert.FromBase64String(string.Concat(key.Csr.Split('\n').Where(line => !line.StartsWith('-'))));
        der[^1] ^= 1;
        var forged = Convert.ToBase64String(der);

        var (stolen, subject) = (Assert.Single((await RenewAsync(registry, first, forged)).Faults), Assert.Single((await RenewAsync(registry, first, adorned)).Faults));

        Assert.Equal(("csr", FaultKind.Invalid), (stolen.Field, stolen.Kind));
        Assert.Contains("signature is wrong", stolen.Message, StringComparison.Ordinal);
        Assert.Contains("identical", subject.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await registry.Certificates.ListAsync("w-1", 1, 50, Cancel)).Total);
    }

    [Fact]
    public async Task Ten_refused_requests_lock_a_device_for_an_hour_over_a_restart()
    {
        await using var registry = await EnrolledAsync();
        using var key = new DeviceKey("w-1");
        var first = await IssueAsync(registry, key);
        for (var i = 0; i < CertificateRenewal.AttemptsPerDevice; i++)
            Assert.Equal("csr", Assert.Single((await RenewAsync(registry, first, "nonsense")).Faults).Field);

        registry.Reopen();
        var locked = Assert.Single((await RenewAsync(registry, first, key.Csr)).Faults);
        registry.Time.Advance(CertificateRenewal.Window);

        Assert.Equal((FaultKind.TooMany, 3_600), (locked.Kind, locked.RetryAfterSeconds));
        Assert.True((await RenewAsync(registry, first, key.Csr)).Succeeded);
    }

    [Fact]
    public async Task The_list_of_all_shows_what_runs_out_first_and_filters()
    {
        await using var registry = await EnrolledAsync();
        using var key = new DeviceKey("w-1");
        using var keyOfW2 = new DeviceKey("w-2");
        var (late, soon) = (await IssueAsync(registry, key, days: 300), await IssueAsync(registry, key, days: 29));
        var revoked = await IssueAsync(registry, keyOfW2, "w-2", days: 10);
        await registry.Certificates.RevokeAsync("w-2", revoked.Certificate.Serial, "superseded", "me", Cancel);

        async Task<IEnumerable<string>> SerialsAsync(CertificateQuery query) => (await registry.Certificates.ListAsync(query, 1, 50, Cancel)).Items.Select(c => c.Serial);

        Assert.Equal([soon.Certificate.Serial, late.Certificate.Serial, revoked.Certificate.Serial], await SerialsAsync(new CertificateQuery()));
        Assert.Equal([soon.Certificate.Serial], await SerialsAsync(new CertificateQuery(State: "expiring")));
        Assert.Equal([revoked.Certificate.Serial], await SerialsAsync(new CertificateQuery(State: "revoked", Search: "w-2")));
        Assert.Empty(await SerialsAsync(new CertificateQuery(Community: "dengyun")));
        Assert.Equal("superseded", (await registry.Certificates.ListAsync("w-2", 1, 50, Cancel)).Items.Single().Reason);
        var unknown = await registry.Certificates.RevokeAsync("w-1", soon.Certificate.Serial, "boredom", "me", Cancel);
        Assert.Equal("reason", Assert.Single(unknown.Faults).Field);
    }

    private static async Task<TemporaryRegistry> EnrolledAsync()
    {
        var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.EnrolManyAsync([TemporaryRegistry.Device("w-1"), TemporaryRegistry.Device("w-2")], Cancel);
        return registry;
    }

    private static async Task<IssuedCertificateView> IssueAsync(TemporaryRegistry registry, DeviceKey key, string device = "w-1", int days = 30) =>
        (await registry.Certificates.IssueAsync(device, new NewCertificate { Csr = key.Csr, Days = days }, "me", Cancel)).Value!;

    private static Task<Outcome<byte[]>> RenewAsync(TemporaryRegistry registry, IssuedCertificateView by, string csr) =>
        registry.Renewal.RenewAsync(TemporaryRegistry.Gateway, "w-1", by.Certificate.Sha256, csr, Cancel);

    private static async Task<string> RefusedAsync(TemporaryRegistry registry, IssuedCertificateView by, string csr)
    {
        var fault = Assert.Single((await RenewAsync(registry, by, csr)).Faults);
        Assert.Equal(FaultKind.Unauthorized, fault.Kind);
        return fault.Message;
    }

    private static string Sha256(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();
}
