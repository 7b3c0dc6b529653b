using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.LocalRules;
using SmartCommunity.Gateway.Outbox;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Decode;

/// <summary>Appends what one payload held to the outbox and keeps the commits that its answer must wait for, each block once.</summary>
internal sealed class OutboxSink(Outbox.Outbox outbox, ValueWatch watch) : IDecodedSink
{
    private int _messages;
    private int _values;
    private int _events;
    private int _statuses;

    internal BlockCommit? First { get; private set; }

    /// <summary>Further blocks; the items of one payload nearly always ride in one.</summary>
    internal BlockCommit[]? Others { get; private set; }

    internal long ReceivedAtMs { get; set; }

    internal string? Reason { get; private set; }

    internal string Detail { get; private set; } = "";

    /// <summary>Messages, events and statuses taken so far.</summary>
    internal (int Messages, int Values, int Events, int Statuses) Taken => (_messages, _values, _events, _statuses);

    public void OnTelemetry(in DecodedMessage message)
    {
        _messages++;
        _values += message.Values.Length;
        Track(outbox.Append(in message));
        if (watch.See(in message) is not { } raised)
            return;
        foreach (var happened in raised)
            _ = RaiseAsync(happened);
    }

    public void OnEvent(DecodedEvent happened)
    {
        _events++;
        watch.See(happened);
        Track(Append(happened));
    }

    public void OnState(DecodedEvent happened, bool isOn)
    {
        if (watch.See(happened, isOn) is not { } raised)
            return;
        _events++;
        _ = RaiseAsync(raised);
    }

    public void OnStatus(DeviceAddress device, bool online)
    {
        _statuses++;
        Track(outbox.AppendStatus(device, ReceivedAtMs, online));
    }

    public void OnQuarantine(string reason, string detail)
    {
        Reason = reason;
        Detail = detail;
    }

    /// <summary>True when all of it is on disk; false when the disk refused some.</summary>
    internal async Task<bool> StoredAsync()
    {
        var stored = First is null || await First.Completed == CommitOutcome.Stored;
        foreach (var other in Others ?? [])
            stored &= await other.Completed == CommitOutcome.Stored;
        return stored;
    }

    /// <summary>An event that a value means is the gateway's own: the device's answer waits for it and does not count it.</summary>
    private async Task RaiseAsync(DecodedEvent raised)
    {
        var commit = Append(raised);
        Track(commit);
        if (await commit.Completed == CommitOutcome.Stored)
            watch.Keep(raised);
        else
            watch.Forget(raised);
    }

    private BlockCommit Append(DecodedEvent happened) => outbox.Append(happened.Address, EventOf(happened));

    /// <summary>As a batch carries it.</summary>
    internal static DeviceEvent EventOf(DecodedEvent happened) => new()
    {
        AtMs = happened.AtMs,
        ReceivedAtMs = happened.ReceivedAtMs,
        Quality = (uint)happened.Quality,
        EventId = happened.EventId,
        Type = happened.Type,
        DataJson = happened.DataJson,
    };

    internal void Track(BlockCommit commit)
    {
        if (First is null)
            First = commit;
        else if (!ReferenceEquals(commit, First) && (Others is null || !ReferenceEquals(commit, Others[^1])))
            Others = [.. Others ?? [], commit];
    }
}
