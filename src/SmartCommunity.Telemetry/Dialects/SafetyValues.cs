using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects;

/// <summary>
/// Dialects without events say an alarm as a state that is true or not. Where a class measures it (<c>smoke</c>) the value is handed on, and its rise is the event (<see cref="StandingValues"/>); where
/// it only has the event, the state is said here. Pure.
/// </summary>
internal static class SafetyValues
{
    /// <summary>Says whether an event of the device's class is so now. A call for help (<c>sos</c>, <c>fall</c>) is one each time; false is none.</summary>
    internal static void Say(bool isOn, string type, DeviceAddress device, long atMs, long receivedAtMs, Quality quality, IDecodedSink sink)
    {
        if (!ClassTable.Of(device.Class).Raises(type))
            return;
        var happened = new DecodedEvent
        {
            Address = device, AtMs = atMs, ReceivedAtMs = receivedAtMs, Quality = quality, EventId = $"{device.Device}:{type}:{atMs}", Type = type, DataJson = "",
        };
        if (StandingValues.HaveEvent(type))
            sink.OnState(happened, isOn);
        else if (isOn)
            sink.OnEvent(happened);
    }
}
