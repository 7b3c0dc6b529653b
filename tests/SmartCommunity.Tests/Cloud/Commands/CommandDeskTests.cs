using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Commands;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Commands;

public sealed class CommandDeskTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_goes_from_queued_to_its_end_and_keeps_each_time()
    {
        await using var registry = await WithDeviceAsync();
        var desk = Desk(registry);
        var queued = new List<string>();
        desk.Queued += queued.Add;

        var issued = (await desk.IssueAsync("w-1", Locate("c-1"), Cancel)).Value!;
        var waiting = Assert.Single(await desk.WaitingAsync("gw-1", Cancel));
        await desk.ApplyAsync("gw-1", [Report("c-1", CommandState.Sent, 1), Report("c-1", CommandState.Delivered, 2), Report("c-1", CommandState.Succeeded, 3, """{"ok":true}""")], Cancel);
        var ended = (await desk.FindAsync("c-1", Cancel))!;

        Assert.Equal(["gw-1"], queued);
        Assert.Equal(("queued", "baihe", "gw-1"), (issued.State, issued.Community, issued.Gateway));
        Assert.Equal(("c-1", "w-1", "locate", """{"seconds":5}"""), (waiting.CommandId, waiting.Device, waiting.Name, waiting.ArgsJson));
        Assert.Equal(TemporaryRegistry.Start.AddSeconds(300).ToUnixTimeMilliseconds(), waiting.ExpiresAtMs);
        Assert.Equal("succeeded", ended.State);
        Assert.Equal([1L, 2, 3], new[] { ended.SentAt, ended.DeliveredAt, ended.EndedAt }.Select(t => t!.Value.ToUnixTimeMilliseconds()));
        Assert.True(ended.Result!.Value.GetProperty("ok").GetBoolean());
        Assert.Empty(await desk.WaitingAsync("gw-1", Cancel));
    }

    [Fact]
    public async Task Every_fault_of_a_command_is_named_at_once()
    {
        await using var registry = await WithDeviceAsync();
        var desk = Desk(registry);
        var tooBig = JsonSerializer.SerializeToElement(new { text = new string('x', 4096) });

        var outcome = await desk.IssueAsync("w-1", new NewCommand { Name = "explode", Args = tooBig, TtlSeconds = 604_801, Id = "a b" }, Cancel);
        var noObject = await desk.IssueAsync("w-1", new NewCommand { Name = "locate", Args = JsonElement.Parse("[1]") }, Cancel);

        Assert.Equal(["name", "args", "ttlSeconds", "id"], outcome.Faults.Select(f => f.Field));
        Assert.Contains("locate, setReportInterval", outcome.Faults[0].Message, StringComparison.Ordinal);
        Assert.Contains("limit of 4096", outcome.Faults[1].Message, StringComparison.Ordinal);
        Assert.Equal("args", Assert.Single(noObject.Faults).Field);
        Assert.Equal(FaultKind.NotFound, Assert.Single((await desk.IssueAsync("w-9", Locate("c-1"), Cancel)).Faults).Kind);
    }

    [Fact]
    public async Task Arguments_of_exactly_4_KiB_are_taken()
    {
        await using var registry = await WithDeviceAsync();
        var args = JsonSerializer.SerializeToElement(new { t = new string('x', 4096 - """{"t":""}""".Length) });

        Assert.True((await Desk(registry).IssueAsync("w-1", new NewCommand { Name = "locate", Args = args }, Cancel)).Succeeded);
    }

    [Fact]
    public async Task Repeating_a_call_with_the_same_id_issues_nothing_new()
    {
        await using var registry = await WithDeviceAsync();
        var desk = Desk(registry);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => desk.IssueAsync("w-1", Locate("c-1"), Cancel))));
        var different = await desk.IssueAsync("w-1", Locate("c-1") with { Args = null }, Cancel);

        Assert.All(outcomes, o => Assert.True(o.Succeeded));
        Assert.Equal(1, (await desk.ListAsync("w-1", null, 1, 50, Cancel)).Total);
        Assert.Equal(FaultKind.Conflict, Assert.Single(different.Faults).Kind);
    }

    [Fact]
    public async Task A_retired_device_takes_no_commands()
    {
        await using var registry = await WithDeviceAsync();
        await registry.Devices.RetireAsync("w-1", Cancel);

        Assert.Equal(FaultKind.Conflict, Assert.Single((await Desk(registry).IssueAsync("w-1", Locate("c-1"), Cancel)).Faults).Kind);
    }

    [Fact]
    public async Task What_never_reached_a_gateway_expires_on_time_and_is_not_sent_any_more()
    {
        await using var registry = await WithDeviceAsync();
        var desk = Desk(registry);
        await desk.IssueAsync("w-1", Locate("c-1"), Cancel);

        registry.Time.Advance(TimeSpan.FromSeconds(300) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await desk.ExpireDueAsync(Cancel));
        registry.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Empty(await desk.WaitingAsync("gw-1", Cancel));
        Assert.Equal(1, await desk.ExpireDueAsync(Cancel));

        Assert.Equal("expired", (await desk.FindAsync("c-1", Cancel))!.State);
        Assert.Equal(0, await desk.ExpireDueAsync(Cancel));
    }

    [Fact]
    public async Task What_a_gateway_may_have_waits_for_its_report_for_a_day()
    {
        await using var registry = await WithDeviceAsync();
        var desk = Desk(registry);
        await desk.IssueAsync("w-1", Locate("c-1"), Cancel);
        await desk.WaitingAsync("gw-1", Cancel);

        registry.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(0, await desk.ExpireDueAsync(Cancel));
        Assert.Single(await desk.WaitingAsync("gw-1", Cancel));
        registry.Time.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal(1, await desk.ExpireDueAsync(Cancel));
        await desk.ApplyAsync("gw-1", [Report("c-1", CommandState.Succeeded, 9)], Cancel);

        Assert.Equal("expired", (await desk.FindAsync("c-1", Cancel))!.State);
    }

    [Fact]
    public async Task A_report_of_another_gateway_or_of_an_unknown_command_changes_nothing()
    {
        await using var registry = await WithDeviceAsync();
        var desk = Desk(registry);
        await desk.IssueAsync("w-1", Locate("c-1"), Cancel);

        await desk.ApplyAsync("gw-2", [Report("c-1", CommandState.Failed, 1), Report("c-9", CommandState.Failed, 1)], Cancel);

        Assert.Equal("queued", (await desk.FindAsync("c-1", Cancel))!.State);
    }

    [Fact]
    public async Task Commands_survive_a_restart_and_list_newest_first_by_state()
    {
        await using var registry = await WithDeviceAsync();
        var desk = Desk(registry);
        foreach (var id in new[] { "c-1", "c-2", "c-3" })
        {
            await desk.IssueAsync("w-1", Locate(id), Cancel);
            registry.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await desk.ApplyAsync("gw-1", [Report("c-2", CommandState.Sent, 1)], Cancel);
        registry.Reopen();
        desk = Desk(registry);

        Assert.Equal(["c-3", "c-2", "c-1"], (await desk.ListAsync(null, null, 1, 50, Cancel)).Items.Select(c => c.Id));
        Assert.Equal(["c-2"], (await desk.ListAsync("w-1", "sent", 1, 50, Cancel)).Items.Select(c => c.Id));
        Assert.Empty((await desk.ListAsync(null, "lost", 1, 50, Cancel)).Items);
        Assert.Equal(["c-1", "c-3"], (await desk.WaitingAsync("gw-1", Cancel)).Select(c => c.CommandId));
    }

    [Fact]
    public void Under_any_order_of_reports_a_state_never_goes_back_and_an_end_is_final() =>
        Prop.ForAll<int[]>(seeds =>
        {
            var row = new CommandRow
            {
                Id = "c", Device = "d", Community = "b", Gateway = "g", Name = "n", Stage = CommandStage.Queued, CreatedAtMs = 0, ExpiresAtMs = 1,
            };
            foreach (var (seed, index) in seeds.Select((s, i) => (s, i)))
            {
                var before = row.Stage;
                var report = Report("c", (CommandState)((uint)seed % 7), index + 1);
                CommandLifecycle.Apply(row, report);
                var (stage, sent, delivered, ended) = (row.Stage, row.SentAtMs, row.DeliveredAtMs, row.EndedAtMs);
                Assert.True(stage >= before, $"{before} went back to {stage}");
                Assert.True(!before.IsEnd() || stage == before, $"the end {before} became {stage}");
                Assert.False(CommandLifecycle.Apply(row, report));
                Assert.Equal((stage, sent, delivered, ended), (row.Stage, row.SentAtMs, row.DeliveredAtMs, row.EndedAtMs));
            }

            return row.EndedAtMs is not null == row.Stage.IsEnd();
        }).QuickCheckThrowOnFailure();

    private static async Task<TemporaryRegistry> WithDeviceAsync()
    {
        var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel);
        return registry;
    }

    private static CommandDesk Desk(TemporaryRegistry registry) => new(registry.Store, registry.Index, registry.Time, NullLogger<CommandDesk>.Instance);

    private static NewCommand Locate(string id) => new() { Name = "locate", Id = id, Args = JsonElement.Parse("""{"seconds":5}""") };

    private static CommandReport Report(string id, CommandState state, long atMs, string result = "") =>
        new() { CommandId = id, State = state, AtMs = atMs, ResultJson = result };
}
