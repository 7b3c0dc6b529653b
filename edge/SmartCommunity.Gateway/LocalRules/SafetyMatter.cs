using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.LocalRules;

/// <summary>A safety event that is on this gateway's disk. Immutable.</summary>
/// <param name="Address">The device it happened at.</param>
/// <param name="Type">What happened, see <see cref="SafetyRule"/>.</param>
/// <param name="EventId">The event's id, one for each (device, id) for ever.</param>
/// <param name="AtMs">When it happened, epoch milliseconds.</param>
/// <param name="ReceivedAtMs">When the gateway received it, epoch milliseconds.</param>
/// <param name="DataJson">What the device says of it, raw JSON; empty when it says nothing.</param>
internal sealed record SafetyMatter(DeviceAddress Address, string Type, string EventId, long AtMs, long ReceivedAtMs, string DataJson)
{
    /// <summary>The matters of a block of the alarm lane, in its order; what else is in it triggers nothing.</summary>
    internal static List<SafetyMatter> In(BatchColumns columns)
    {
        var matters = new List<SafetyMatter>();
        foreach (var happened in columns.Batch.Events)
        {
            if (SafetyRule.IsMatter(happened.Type))
                matters.Add(Of(columns.Batch.Devices[(int)happened.Device], happened));
        }

        return matters;
    }

    private static SafetyMatter Of(DeviceRef device, DeviceEvent happened) => new(
        new DeviceAddress(device.Community, device.Class, device.Device), happened.Type, happened.EventId, happened.AtMs, happened.ReceivedAtMs, happened.DataJson);
}
