using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Decode;

/// <summary>Takes what a dialect finds in one payload, in payload order.</summary>
internal interface IDecodedSink : ITelemetrySink
{
    void OnEvent(DeviceEvent deviceEvent);

    void OnStatus(bool online);
}
