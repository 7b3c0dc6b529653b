using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects;

/// <summary>
/// Dialects without events say an alarm as a value: <c>smoke</c> is true. Where the class has the event as well, the value raises it, so that it takes the alarm lane like everybody's. Pure.
/// </summary>
internal static class SafetyValues
{
    private static readonly int Smoke = QuantityCatalogue.Default.IndexOf("smoke");

    /// <summary>Hands on a message, and the event that a value of it means.</summary>
    internal static void HandOn(in DecodedMessage message, IDecodedSink sink)
    {
        sink.OnTelemetry(in message);
        foreach (var value in message.Values)
        {
            if (value.QuantityIndex == Smoke && value.Value == 1)
                Raise("smoke", message.Address, message.AtMs, message.ReceivedAtMs, message.Quality, sink);
        }
    }

    /// <summary>Raises an event of the device's class; false when the class has none of that type.</summary>
    internal static bool Raise(string type, DeviceAddress device, long atMs, long receivedAtMs, Quality quality, IDecodedSink sink)
    {
        if (!ClassTable.Of(device.Class).Raises(type))
            return false;
        sink.OnEvent(new DecodedEvent
        {
            Address = device, AtMs = atMs, ReceivedAtMs = receivedAtMs, Quality = quality, EventId = $"{device.Device}:{type}:{atMs}", Type = type, DataJson = "",
        });
        return true;
    }
}
