using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Gateway.Decode;

/// <summary>
/// Takes what a decoder finds in one payload, in payload order. The intake's sink appends to the outbox; a dry run of a quarantined payload collects.
/// </summary>
internal interface IDecodedSink
{
    void OnTelemetry(in DecodedMessage message);

    void OnEvent(DeviceEvent deviceEvent);

    void OnStatus(bool online);

    /// <summary>At most once per payload, last: the payload holds something that could not be accepted.</summary>
    void OnQuarantine(string reason, string detail);
}
