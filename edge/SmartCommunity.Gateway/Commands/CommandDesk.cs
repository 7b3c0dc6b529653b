using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Outbox;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Commands;

/// <summary>Commands on their way to devices, persisted; called by the uplink (new command) and by the MQTT listener (device events). Thread-safe.</summary>
/// <remarks>
/// Every step is on disk before it is reported, and the report goes through the outbox; a step whose report was not stored is reported again, also after
/// a restart. A command is published at each readiness of its device until the device answers or the command expires, so a device may see one id more
/// than once: it carries out an id once and repeats its answer. States only move forward; an answer after the end changes nothing.
/// </remarks>
internal sealed class CommandDesk : IHostedService, IDisposable
{
    /// <summary>How long an ended command is remembered after its expiry, so that a late repeat of either side finds it.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    /// <summary>The same for the gateway's own, which only the device may repeat: sirens of a disaster leave no week of commands in memory.</summary>
    private static readonly TimeSpan LocalRemembered = TimeSpan.FromHours(1);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    // Protects _commands, _published, _delivering, _again and the file.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredCommand> _commands = new(StringComparer.Ordinal);
    private readonly HashSet<string> _published = new(StringComparer.Ordinal);
    private readonly HashSet<string> _delivering = new(StringComparer.Ordinal);
    private readonly HashSet<string> _again = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CommandFile _file;
    private readonly Outbox.Outbox _outbox;
    private readonly DeviceDirectory _devices;
    private readonly Func<IDevicePublisher> _publisher;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private ITimer? _sweep;
    private long _unknownAnswers;

    /// <summary>The publisher is asked for when first needed: it is the MQTT listener, which itself needs the desk.</summary>
    public CommandDesk(
        CommandFile file, Outbox.Outbox outbox, DeviceDirectory devices, Func<IDevicePublisher> publisher, TimeProvider time, ILogger<CommandDesk> logger)
    {
        (_file, _outbox, _devices, _publisher, _time, _logger) = (file, outbox, devices, publisher, time, logger);
        foreach (var command in file.All())
            _commands.Add(command.Id, command);
    }

    /// <summary>Answers that named no command of theirs, since the start.</summary>
    internal long UnknownAnswers => Interlocked.Read(ref _unknownAnswers);

    /// <summary>A command of the gateway itself went from one state to another. Raised under the desk's lock: count, do nothing else.</summary>
    internal event Action<CommandState, StoredCommand>? LocalStep;

    /// <summary>Goes on where the last run stopped: unreported steps are reported, expiries are looked at every second.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sweep = _time.CreateTimer(_ => Sweep(), null, TimeSpan.Zero, SweepInterval);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_sweep is not null)
            await _sweep.DisposeAsync();
        await _stopping.CancelAsync();
    }

    /// <summary>Takes a command from the cloud; it is on disk when this returns. A known id is only reported again.</summary>
    internal void Accept(Command command)
    {
        lock (_gate)
        {
            if (!_commands.TryGetValue(command.CommandId, out var stored))
            {
                stored = New(command);
                _file.Insert(stored);
                _commands.Add(stored.Id, stored);
            }
            Report_NeedsLock(stored);
        }
        if (_devices.Find(command.Device) is { } entry)
            Deliver(entry.Address);
    }

    /// <summary>
    /// Takes a command of the gateway itself: delivered and kept like the cloud's, reported to nobody. A full disk does not stop it, it only forgets it over a restart. A known id does nothing.
    /// </summary>
    internal void Issue(DeviceAddress device, Command command)
    {
        lock (_gate)
        {
            if (_commands.ContainsKey(command.CommandId))
                return;
            var stored = New(command);
            stored = stored with { Reported = stored.State };
            _commands.Add(stored.Id, stored);
            Guarded_NeedsLock(stored, () => _file.Insert(stored));
        }
        Deliver(device);
    }

    /// <summary>The device subscribed to its commands: deliver what waits.</summary>
    internal void OnReady(DeviceAddress device)
    {
        lock (_gate)
            _published.RemoveWhere(id => !_commands.TryGetValue(id, out var command) || command.Device == device.Device);
        Deliver(device);
    }

    /// <summary>A device answered a command; the returned commit gates its PUBACK. Null: the answer names no command of the device, and is for the quarantine.</summary>
    internal BlockCommit? OnAnswer(DeviceAddress device, CommandAnswer answer, out string fault)
    {
        fault = "";
        lock (_gate)
        {
            if (_commands.TryGetValue(answer.Id, out var command) && command.Device == device.Device)
                return Answered_NeedsLock(command, answer);
        }
        Interlocked.Increment(ref _unknownAnswers);
        CommandLog.UnknownAnswer(_logger, device.Device);
        fault = $"Field 'id' names command '{answer.Id}', which this gateway does not know for the device.";
        return null;
    }

    /// <summary>The state of a command, null when unknown.</summary>
    internal CommandState? StateOf(string id)
    {
        lock (_gate)
            return _commands.GetValueOrDefault(id)?.State;
    }

    public void Dispose()
    {
        _sweep?.Dispose();
        _stopping.Dispose();
    }

    private StoredCommand New(Command c)
    {
        var now = NowMs();
        var stored = new StoredCommand(
            c.CommandId, c.Device, c.Name, c.ArgsJson, c.ExpiresAtMs, CommandState.Sent, CommandState.Unspecified, now, "");
        if (c.ExpiresAtMs <= now)
            return stored with { State = CommandState.Expired };
        return CommandAnswer.IsJson(c.ArgsJson) ? stored : stored with { State = CommandState.Failed, ResultJson = "\"Field 'args_json' is not JSON.\"" };
    }

    private BlockCommit Answered_NeedsLock(StoredCommand command, CommandAnswer answer)
    {
        if (command.IsFinal)
            return command.Reported == command.State ? BlockCommit.Ended(CommitOutcome.Stored) : Report_NeedsLock(command);
        try
        {
            return Advance_NeedsLock(command, answer.IsOk ? CommandState.Succeeded : CommandState.Failed, answer.ResultJson);
        }
        catch (Microsoft.Data.Sqlite.SqliteException error)
        {
            // Not kept, so not acknowledged: the device sends its answer again.
            CommandLog.NotStored(_logger, command.Id, error);
            return BlockCommit.Ended(CommitOutcome.Failed);
        }
    }

    private BlockCommit Advance_NeedsLock(StoredCommand command, CommandState state, string resultJson)
    {
        var advanced = command with { State = state, ChangedAtMs = NowMs(), ResultJson = resultJson, Reported = command.IsLocal ? state : command.Reported };
        _file.Update(advanced);
        _commands[command.Id] = advanced;
        if (!command.IsLocal)
            return Report_NeedsLock(advanced);
        LocalStep?.Invoke(command.State, advanced);
        return BlockCommit.Ended(CommitOutcome.Stored);
    }

    private BlockCommit Report_NeedsLock(StoredCommand command)
    {
        var commit = _outbox.Append(new CommandReport
        {
            CommandId = command.Id, State = command.State, AtMs = command.ChangedAtMs, ResultJson = command.ResultJson,
        });
        _ = ReportedAsync(command, commit);
        return commit;
    }

    private async Task ReportedAsync(StoredCommand command, BlockCommit commit)
    {
        if (await commit.Completed != CommitOutcome.Stored)
            return;
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested || !_commands.TryGetValue(command.Id, out var now) || now.Reported >= command.State)
                return;
            Guarded_NeedsLock(now, () =>
            {
                var reported = now with { Reported = command.State };
                _file.Update(reported);
                _commands[now.Id] = reported;
            });
        }
    }

    private void Deliver(DeviceAddress address)
    {
        lock (_gate)
        {
            if (!_delivering.Add(address.Device))
            {
                _again.Add(address.Device);
                return;
            }
        }
        _ = Task.Run(() => DeliverAsync(address));
    }

    private async Task DeliverAsync(DeviceAddress address)
    {
        for (var again = true; again;)
        {
            try
            {
                while (Next(address.Device) is { } command
                    && await _publisher().PublishCommandAsync(address, command, _stopping.Token) is var outcome and not PublishOutcome.NotDelivered)
                    Delivered(command.Id, outcome);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                CommandLog.NotDelivered(_logger, address.Device, error);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            lock (_gate)
            {
                again = _again.Remove(address.Device);
                if (!again)
                    _delivering.Remove(address.Device);
            }
        }
    }

    private StoredCommand? Next(string device)
    {
        var now = NowMs();
        lock (_gate)
            return _commands.Values
                .Where(c => c.Device == device && !c.IsFinal && c.ExpiresAtMs > now && !_published.Contains(c.Id))
                .MinBy(c => c.ChangedAtMs);
    }

    private void Delivered(string id, PublishOutcome outcome)
    {
        var state = outcome == PublishOutcome.Ended ? CommandState.Succeeded : CommandState.Delivered;
        lock (_gate)
        {
            _published.Add(id);
            if (_commands.TryGetValue(id, out var command) && !command.IsFinal && command.State < state)
                Guarded_NeedsLock(command, () => Advance_NeedsLock(command, state, ""));
        }
    }

    private void Sweep()
    {
        var now = NowMs();
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
                return;
            foreach (var command in _commands.Values.ToList())
            {
                if (!command.IsFinal && command.ExpiresAtMs <= now)
                    Guarded_NeedsLock(command, () => Advance_NeedsLock(command, CommandState.Expired, ""));
                else if (command.Reported != command.State && now - command.ChangedAtMs >= (long)SweepInterval.TotalMilliseconds)
                    Report_NeedsLock(command);
                else if (command.IsFinal && command.ExpiresAtMs + (long)(command.IsLocal ? LocalRemembered : Remembered).TotalMilliseconds <= now)
                    Guarded_NeedsLock(command, () => Forget_NeedsLock(command));
            }
        }
    }

    private void Forget_NeedsLock(StoredCommand command)
    {
        _file.Delete(command.Id);
        _commands.Remove(command.Id);
        _published.Remove(command.Id);
    }

    /// <summary>A step that cannot be written now (disk full) is not taken; the sweep or the next event takes it later.</summary>
    private void Guarded_NeedsLock(StoredCommand command, Action step)
    {
        try
        {
            step();
        }
        catch (Microsoft.Data.Sqlite.SqliteException error)
        {
            CommandLog.NotStored(_logger, command.Id, error);
        }
    }

    private long NowMs() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}

internal static partial class CommandLog
{
    [LoggerMessage(1300, LogLevel.Warning, "Device {Device} answered a command that this gateway does not know; the answer went to quarantine.")]
    internal static partial void UnknownAnswer(ILogger logger, string device);

    [LoggerMessage(1301, LogLevel.Error, "A step of command {Command} could not be written; it is taken again later.")]
    internal static partial void NotStored(ILogger logger, string command, Exception error);

    [LoggerMessage(1302, LogLevel.Error, "Commands of device {Device} could not be published; they wait for its next connection.")]
    internal static partial void NotDelivered(ILogger logger, string device, Exception error);
}
