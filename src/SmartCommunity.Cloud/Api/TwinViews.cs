using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Api;

/// <summary>A live device as the API shows it: with units, and times in ISO 8601.</summary>
internal static class TwinViews
{
    internal static TwinView Of(LiveDevice device) => new(
        device.Device, device.Community, device.Class, device.Online, device.LastReceivedAtMs == 0 ? null : Time(device.LastReceivedAtMs),
        [.. device.Values.Select(v => new TwinValueView(
            v.Quantity, QuantityCatalogue.Default.Find(v.Quantity)?.Unit ?? "1", v.Value, Time(v.AtMs), Time(v.ReceivedAtMs), v.Quality, v.From))],
        device.State);

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
