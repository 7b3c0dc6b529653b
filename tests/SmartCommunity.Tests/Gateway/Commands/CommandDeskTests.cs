using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Outbox;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Gateway.Outbox;

namespace SmartCommunity.Tests.Gateway.Commands;

public sealed class CommandDeskTests
{
    private static readonly DeviceAddress Device = OutboxFixture.Address("w-1");

    [Fact]
    public async Task A_command_goes_through_sent_delivered_succeeded_and_each_step_is_reported_once()
    {
        await using var desk = new DeskFixture();

        desk.Desk.Accept(desk.Command("c-1", args: """{"every":5}"""));
        await desk.Reported("c-1", CommandState.Sent);
        desk.Desk.OnReady(Device);
        var payload = await desk.Published();
        await desk.Reported("c-1", CommandState.Delivered);
        var commit = desk.Answer("""{"id":"c-1","ok":true,"result":{"done":1}}""");

        Assert.Equal(CommitOutcome.Stored, await commit.Completed);
        Assert.Equal("""{"id":"c-1","name":"setInterval","args":{"every":5}}""", payload);
        var reports = await desk.Reports();
        Assert.Equal([CommandState.Sent, CommandState.Delivered, CommandState.Succeeded], reports.Select(r => r.State));
        Assert.Equal("""{"done":1}""", reports[^1].ResultJson);
    }

    [Fact]
    public async Task A_restart_at_any_point_goes_on_and_the_command_is_published_again_until_it_is_answered()
    {
        await using var desk = new DeskFixture();
        desk.Desk.Accept(desk.Command("c-1"));
        await desk.Reported("c-1", CommandState.Sent);

        await desk.RestartAsync();
        desk.Desk.OnReady(Device);
        await desk.Published();
        await desk.Reported("c-1", CommandState.Delivered);
        await desk.RestartAsync();
        desk.Desk.OnReady(Device);
        await desk.Published();
        await desk.Answer("""{"id":"c-1","ok":false,"result":"jammed"}""").Completed;
        await desk.RestartAsync();

        Assert.Equal(CommandState.Failed, desk.Desk.StateOf("c-1"));
        Assert.Equal(CommandState.Failed, (await desk.Reports())[^1].State);
        desk.Desk.OnReady(Device);
        Assert.False(desk.TryPublished());
    }

    [Fact]
    public async Task A_command_without_an_answer_in_its_dialect_succeeds_with_its_delivery()
    {
        await using var desk = new DeskFixture { Outcome = PublishOutcome.Ended };

        desk.Desk.Accept(desk.Command("c-1"));
        desk.Desk.OnReady(Device);
        await desk.Published();
        await desk.Reported("c-1", CommandState.Succeeded);

        Assert.Equal([CommandState.Sent, CommandState.Succeeded], (await desk.Reports()).Select(r => r.State));
    }

    [Fact]
    public async Task The_same_command_from_the_cloud_twice_is_one_command()
    {
        await using var desk = new DeskFixture();

        desk.Desk.Accept(desk.Command("c-1"));
        desk.Desk.Accept(desk.Command("c-1"));
        desk.Desk.OnReady(Device);
        await desk.Published();
        await desk.Reported("c-1", CommandState.Delivered);
        await desk.Answer("""{"id":"c-1","ok":true}""").Completed;
        await desk.Answer("""{"id":"c-1","ok":false}""").Completed;

        Assert.Equal(CommandState.Succeeded, desk.Desk.StateOf("c-1"));
        Assert.False(desk.TryPublished());
    }

    [Fact]
    public async Task A_command_that_nobody_answers_expires_and_a_late_answer_changes_nothing()
    {
        await using var desk = new DeskFixture();
        desk.Desk.Accept(desk.Command("c-1", lifeMs: 5_000));
        await desk.Reported("c-1", CommandState.Sent);

        desk.Outbox.Time.Advance(TimeSpan.FromSeconds(6));
        await desk.Answer("""{"id":"c-1","ok":true}""").Completed;

        Assert.Equal(CommandState.Expired, desk.Desk.StateOf("c-1"));
        Assert.Equal(CommandState.Expired, (await desk.Reports())[^1].State);
    }

    [Fact]
    public async Task A_command_that_arrives_expired_is_never_published()
    {
        await using var desk = new DeskFixture();

        desk.Desk.Accept(desk.Command("c-1", lifeMs: -1));
        await desk.Reported("c-1", CommandState.Expired);
        desk.Desk.OnReady(Device);

        Assert.False(desk.TryPublished());
    }

    [Fact]
    public async Task An_answer_that_names_no_command_of_the_device_is_not_taken_and_says_why()
    {
        await using var desk = new DeskFixture();
        desk.Desk.Accept(desk.Command("c-1"));

        Assert.Null(desk.Desk.OnAnswer(Device, new CommandAnswer("nobody", IsOk: true, ""), out var fault));

        Assert.Equal("Field 'id' names command 'nobody', which this gateway does not know for the device.", fault);
        Assert.Equal((CommandState.Sent, 1), (desk.Desk.StateOf("c-1"), desk.Desk.UnknownAnswers));
    }

    [Fact]
    public async Task A_command_of_the_gateway_itself_is_published_until_answered_and_reported_to_nobody()
    {
        await using var desk = new DeskFixture();
        var steps = new List<(CommandState, CommandState)>();

        desk.Desk.Issue(Device, desk.Command("local.1"));
        await desk.Published();
        await desk.RestartAsync();
        desk.Desk.LocalStep += (before, now) => steps.Add((before, now.State));
        desk.Desk.Issue(Device, desk.Command("local.1"));
        desk.Desk.OnReady(Device);
        await desk.Published();
        Assert.Equal(CommitOutcome.Stored, await desk.Answer("""{"id":"local.1","ok":true}""").Completed);
        await desk.Answer("""{"id":"local.1","ok":true}""").Completed;
        desk.Desk.OnReady(Device);

        Assert.Equal(CommandState.Succeeded, desk.Desk.StateOf("local.1"));
        Assert.False(desk.TryPublished());
        Assert.Empty(await desk.Reports());
        Assert.Equal(CommandState.Succeeded, steps[^1].Item2);
    }

    [Fact]
    public async Task A_command_of_the_gateway_itself_is_forgotten_an_hour_after_its_end()
    {
        await using var desk = new DeskFixture();
        desk.Desk.Issue(Device, desk.Command("local.1", lifeMs: 5_000));
        await desk.Published();

        desk.Outbox.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(CommandState.Expired, desk.Desk.StateOf("local.1"));
        desk.Outbox.Time.Advance(TimeSpan.FromHours(1));

        Assert.Null(desk.Desk.StateOf("local.1"));
        Assert.Empty(await desk.Reports());
    }

    [Fact]
    public async Task A_device_cannot_answer_the_command_of_another()
    {
        await using var desk = new DeskFixture();
        desk.Desk.Accept(desk.Command("c-1"));

        Assert.Null(desk.Desk.OnAnswer(OutboxFixture.Address("w-2"), new CommandAnswer("c-1", IsOk: true, ""), out _));

        Assert.Equal((CommandState.Sent, 1), (desk.Desk.StateOf("c-1"), desk.Desk.UnknownAnswers));
    }

    private sealed class DeskFixture : IDevicePublisher, IAsyncDisposable
    {
        private readonly Channel<string> _published = Channel.CreateUnbounded<string>();
        private CommandFile _file;

        internal DeskFixture()
        {
            (_file, Desk) = Start();
        }

        internal OutboxFixture Outbox { get; } = new();

        internal PublishOutcome Outcome { get; set; } = PublishOutcome.Delivered;

        internal CommandDesk Desk { get; private set; }

        public Task<PublishOutcome> PublishCommandAsync(DeviceAddress device, StoredCommand command, CancellationToken cancellationToken)
        {
            Assert.Equal(Device, device);
            _published.Writer.TryWrite(Encoding.UTF8.GetString(CommandAnswer.Request(command)));
            return Task.FromResult(Outcome);
        }

        internal Command Command(string id, string args = "", long lifeMs = 60_000) => new()
        {
            CommandId = id, Device = Device.Device, Name = "setInterval", ArgsJson = args,
            ExpiresAtMs = Outbox.Time.GetUtcNow().ToUnixTimeMilliseconds() + lifeMs,
        };

        internal BlockCommit Answer(string json)
        {
            Assert.True(CommandAnswer.TryRead(Encoding.UTF8.GetBytes(json), out var answer, out var fault, out _), fault);
            return Desk.OnAnswer(Device, answer, out _)!;
        }

        internal ValueTask<string> Published() => _published.Reader.ReadAsync(TestContext.Current.CancellationToken);

        internal bool TryPublished() => _published.Reader.TryRead(out _);

        internal async Task<List<CommandReport>> Reports() =>
            [.. (await Outbox.Read(Lane.Alarm)).Select(OutboxFixture.Parse).SelectMany(b => b.CommandReports)];

        /// <summary>Waits for the outbox itself to say that a report is on disk.</summary>
        internal async Task Reported(string id, CommandState state)
        {
            var changed = Channel.CreateUnbounded<bool>();
            void Changed() => changed.Writer.TryWrite(true);
            Outbox.Outbox.Changed += Changed;
            while (!(await Reports()).Any(r => r.CommandId == id && r.State == state))
                await changed.Reader.ReadAsync(TestContext.Current.CancellationToken);
            Outbox.Outbox.Changed -= Changed;
        }

        internal async Task RestartAsync()
        {
            await Desk.StopAsync(CancellationToken.None);
            Desk.Dispose();
            _file.Dispose();
            Outbox.Reopen();
            (_file, Desk) = Start();
        }

        public async ValueTask DisposeAsync()
        {
            await Desk.StopAsync(CancellationToken.None);
            Desk.Dispose();
            _file.Dispose();
            Outbox.Dispose();
        }

        private (CommandFile, CommandDesk) Start()
        {
            var file = new CommandFile(Path.Combine(Outbox.Folder, "commands.db"));
            var devices = new DeviceDirectory(Path.Combine(Outbox.Folder, "devices.bin"), NullLogger<DeviceDirectory>.Instance);
            var desk = new CommandDesk(file, Outbox.Outbox, devices, () => this, Outbox.Time, NullLogger<CommandDesk>.Instance);
            desk.StartAsync(CancellationToken.None);
            return (file, desk);
        }
    }
}
