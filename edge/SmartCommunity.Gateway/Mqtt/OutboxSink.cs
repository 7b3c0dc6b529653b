using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Outbox;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>Appends what one payload held to the outbox and keeps the commits that its PUBACK must wait for, each block once.</summary>
internal sealed class OutboxSink(Outbox.Outbox outbox) : IDecodedSink
{
    internal BlockCommit? First { get; private set; }

    /// <summary>Further blocks; the items of one payload nearly always ride in one.</summary>
    internal BlockCommit[]? Others { get; private set; }

    internal long ReceivedAtMs { get; set; }

    internal string? Reason { get; private set; }

    internal string Detail { get; private set; } = "";

    public void OnTelemetry(in DecodedMessage message) => Track(outbox.Append(in message));

    public void OnEvent(DecodedEvent happened) => Track(outbox.Append(happened.Address, new DeviceEvent
    {
        AtMs = happened.AtMs,
        ReceivedAtMs = happened.ReceivedAtMs,
        Quality = (uint)happened.Quality,
        EventId = happened.EventId,
        Type = happened.Type,
        DataJson = happened.DataJson,
    }));

    public void OnStatus(DeviceAddress device, bool online) => Track(outbox.AppendStatus(device, ReceivedAtMs, online));

    public void OnQuarantine(string reason, string detail)
    {
        Reason = reason;
        Detail = detail;
    }

    internal void Track(BlockCommit commit)
    {
        if (First is null)
            First = commit;
        else if (!ReferenceEquals(commit, First) && (Others is null || !ReferenceEquals(commit, Others[^1])))
            Others = [.. Others ?? [], commit];
    }
}
