using System.Text;

namespace SmartCommunity.Telemetry.Dialects;

/// <summary>The topics of dialects that only forward what stands behind a carrier: <c>{dialect}/{carrier}/up</c> and <c>…/down</c>. Pure.</summary>
internal static class CarrierTopic
{
    /// <summary>True for the topic a carrier publishes under. Allocates nothing.</summary>
    internal static bool IsUp(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> prefix, DeviceAddress carrier)
    {
        var suffix = "/up"u8;
        return topic.Length == prefix.Length + carrier.Device.Length + suffix.Length && topic.StartsWith(prefix) && topic.EndsWith(suffix)
            && Ascii.Equals(topic.Slice(prefix.Length, carrier.Device.Length), carrier.Device);
    }
}
