using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Queries;

/// <summary>
/// What the sirens of a community do, by what they say themselves: the gateway orders them (decision 0027), and tells the cloud nothing of it. Thread-safe.
/// </summary>
public sealed class SirenQueries(TwinQueries twins, ISeriesStore store, TimeProvider time)
{
    private const string Sound = "sound", Sounding = "sounding";

    /// <summary>A siren ends by itself within the hour; what sounded longer ago explains nothing on the screen.</summary>
    private const long LookBackMs = ChinaTime.DayMs;

    /// <summary>A device's clock may be ahead of ours by as much as is believed.</summary>
    private const long LookAheadMs = ClockCheck.MaxAheadMs;

    /// <summary>True when devices of a class are sirens: they take the order to sound.</summary>
    public static bool IsSiren(string deviceClass) => DeviceClassCatalogue.Current.Find(deviceClass)?.Commands.Contains(Sound) == true;

    /// <summary>The sirens of a community, by id.</summary>
    public async Task<IReadOnlyList<SirenView>> OfCommunityAsync(string community, CancellationToken cancellationToken)
    {
        var sirens = (await twins.DevicesAsync(community, cancellationToken)).Where(static d => IsSiren(d.Class)).ToArray();
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var points = await store.PointsAsync([.. sirens.Select(static s => (s.Device, Sounding))], nowMs - LookBackMs, nowMs + LookAheadMs, cancellationToken);
        return [.. sirens.Zip(points, View)];
    }

    /// <summary>One siren; null: there is no such device, or it is none.</summary>
    public async Task<SirenView?> FindAsync(string device, CancellationToken cancellationToken) =>
        await twins.DeviceAsync(device, cancellationToken) is { } found && IsSiren(found.Class) ? (await OfCommunityAsync(found.Community, cancellationToken)).FirstOrDefault(s => s.Device == device) : null;

    /// <summary>The latest stretch in which it said that it sounds.</summary>
    internal static SirenView View(LiveDevice siren, IReadOnlyList<SeriesPoint> said)
    {
        var last = said.Count - 1;
        while (last >= 0 && said[last].Value == 0)
            last--;
        var first = last;
        while (first > 0 && said[first - 1].Value != 0)
            first--;
        return new SirenView(
            siren.Device, siren.State, said.Count == 0 ? null : last == said.Count - 1, last < 0 ? null : ChinaTime.From(said[first].AtMs),
            last < 0 || last == said.Count - 1 ? null : ChinaTime.From(said[last + 1].AtMs));
    }
}
