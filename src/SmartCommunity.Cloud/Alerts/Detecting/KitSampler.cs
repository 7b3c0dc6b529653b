using SmartCommunity.Cloud.Twins;
using SmartCommunity.Cloud.Twins.Derived;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Detecting;

/// <summary>What a device of a home's kit last said at the end of a quarter of an hour.</summary>
/// <param name="Home">The home's twin id.</param>
/// <param name="Column">Class and quantity.</param>
/// <param name="Device">Device id.</param>
/// <param name="IsRegister">It counts up: its use an hour is looked at.</param>
/// <param name="Value">The value; true is 1.</param>
/// <param name="AtMs">When it was measured, epoch milliseconds.</param>
internal sealed record KitSample(string Home, string Column, string Device, bool IsRegister, double Value, long AtMs);

/// <summary>Reads homes' kits from a community's state. Pure: the same log gives the same samples.</summary>
internal static class KitSampler
{
    // It only ever goes down: each hour departs from what was usual, and says nothing of the home.
    private const string Battery = "battery";

    internal static IReadOnlyList<KitSample> Of(CommunityState state, int homes, long endMs) =>
        homes == 0 ? [] : [.. ElderKits.Of(state).Take(homes).SelectMany(kit => kit.Members.SelectMany(m => Of(PlaceOf(state, kit), state.Devices[m], endMs)))];

    /// <summary>The quantities of a class that are looked at.</summary>
    internal static IEnumerable<(Quantity Quantity, string Column)> ColumnsOf(DeviceClass deviceClass) =>
        deviceClass.Quantities.Where(static q => q.Name != Battery).Select(q => (q, $"{deviceClass.Code}.{q.Name}"));

    // Kits name the unit alone; alerts are about places by their twin ids.
    private static string PlaceOf(CommunityState state, ElderKit kit) => state.Scoring.ShapeOf(state, kit.Members[0]).Place ?? kit.Home;

    private static IEnumerable<KitSample> Of(string home, DeviceTwin twin, long endMs)
    {
        foreach (var (quantity, column) in ColumnsOf(twin.Class))
        {
            var latest = twin.Latest[twin.Class.IndexOf(quantity)];
            if (latest.IsSet && latest.Quality.Counts() && latest.AtMs > endMs - SeriesSampler.StepMs)
                yield return new KitSample(home, column, twin.Device, quantity.IsRegister, latest.Value, latest.AtMs);
        }
    }
}
