using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Queries;

/// <summary>Stored history as people and programs ask for it; validates ranges and names. Thread-safe.</summary>
public sealed class SeriesQueries(ISeriesStore store, EnrolmentIndex index)
{
    /// <summary>Longest range of one question: a year and the month before it, to compare with.</summary>
    public const int MaxRangeDays = 400;

    /// <summary>Fewest points that make a line.</summary>
    public const int MinPoints = 2;

    /// <summary>Most points of one answer: about 2 MB of JSON, and several for each pixel of any screen.</summary>
    public const int MaxPoints = 20_000;

    /// <summary>Most devices of one export.</summary>
    public const int MaxExportDevices = 1_000;

    /// <summary>Points of a series in <c>from ≤ at &lt; to</c>.</summary>
    public async Task<Outcome<SeriesView>> RangeAsync(
        string device, string quantity, DateTimeOffset from, DateTimeOffset to, Downsampling downsampling, int maxPoints, CancellationToken cancellationToken)
    {
        var faults = Check(device, quantity, from, to, out var known);
        if (maxPoints is < MinPoints or > MaxPoints)
            faults.Add(new Fault(FaultKind.Invalid, "maxPoints", $"maxPoints is {maxPoints}; it must be {MinPoints} to {MaxPoints}."));
        if (faults.Count > 0)
            return faults.ToArray();
        try
        {
            var points = await store.RangeAsync(device, quantity, Ms(from), Ms(to), downsampling, maxPoints, cancellationToken);
            return new SeriesView(device, quantity, known!.Unit, Names.Of(downsampling), [.. points.Select(p => new PointView(Time(p.AtMs), Time(p.ReceivedAtMs), p.Value, (int)p.Quality))]);
        }
        catch (RangeTooLargeException exception)
        {
            return new Fault(FaultKind.Invalid, "maxPoints", exception.Message);
        }
    }

    /// <summary>Calendar rollups in Asia/Shanghai; buckets without measurements are absent.</summary>
    public async Task<Outcome<RollupView>> RollupAsync(
        string device, string quantity, DateTimeOffset from, DateTimeOffset to, CalendarBucket bucket, CancellationToken cancellationToken)
    {
        if (Check(device, quantity, from, to, out var known) is { Count: > 0 } faults)
            return faults.ToArray();
        var rows = await store.RollupAsync(device, quantity, Ms(from), Ms(to), bucket, cancellationToken);
        return new RollupView(device, quantity, known!.Unit, Names.Of(bucket),
            [.. rows.Select(r => new RollupRowView(Time(r.StartMs), Time(r.EndMs), r.Count, r.Min, r.Max, r.Average, r.Last))]);
    }

    /// <summary>Consumption of a register by calendar bucket; refused for quantities that are none.</summary>
    public async Task<Outcome<ConsumptionView>> ConsumptionAsync(
        string device, string quantity, DateTimeOffset from, DateTimeOffset to, CalendarBucket bucket, CancellationToken cancellationToken)
    {
        var faults = Check(device, quantity, from, to, out var known);
        if (known is { IsRegister: false })
            faults.Add(new Fault(FaultKind.Invalid, "quantity", $"{quantity} is not a cumulative register; ask for its rollups instead."));
        if (faults.Count > 0)
            return faults.ToArray();
        var rows = await store.RegisterDeltasAsync(device, quantity, Ms(from), Ms(to), bucket, cancellationToken);
        return new ConsumptionView(device, quantity, known!.Unit, Names.Of(bucket),
            [.. rows.Select(r => new ConsumptionRowView(Time(r.StartMs), Time(r.EndMs), r.Delta, r.Estimated, r.Resets))]);
    }

    /// <summary>Events of a community, or of one device of it, newest first.</summary>
    public async Task<Outcome<EventPage>> EventsAsync(
        string community, string? device, DateTimeOffset from, DateTimeOffset to, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        var faults = RangeFaults(from, to);
        if (index.StreetOf(community) is null)
            faults.Add(new Fault(FaultKind.NotFound, "community", $"No community '{community}' is in the district."));
        if (faults.Count > 0)
            return faults.ToArray();
        return await EventPageAsync(community, device, Ms(from), Ms(to), page, pageSize, cancellationToken);
    }

    /// <summary>The newest events of a device, however old, newest first.</summary>
    public async Task<Outcome<EventPage>> LatestEventsAsync(string community, string device, int count, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(1, count);
        if (index.Find(device) is null)
            return UnknownDevice(device);
        return await EventPageAsync(community, device, fromMs: 0, toMs: long.MaxValue, page: 1, count, cancellationToken);
    }

    private async Task<EventPage> EventPageAsync(
        string community, string? device, long fromMs, long toMs, int page, int pageSize, CancellationToken cancellationToken)
    {
        // One more than asked for tells whether there is another page.
        var events = await store.EventsAsync(community, device, fromMs, toMs, pageSize + 1, (page - 1) * pageSize, cancellationToken);
        return new EventPage([.. events.Take(pageSize).Select(EventViews.Of)], More: events.Count > pageSize, page, pageSize);
    }

    /// <summary>Writes series of devices to a file, all quantities when none is named; returns the request as it was carried out.</summary>
    public async Task<Outcome<SeriesExport>> ExportAsync(
        IReadOnlyList<string> devices, IReadOnlyList<string> quantities, DateTimeOffset from, DateTimeOffset to, bool parquet, string path,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(devices);
        ArgumentNullException.ThrowIfNull(quantities);
        var faults = RangeFaults(from, to);
        if (devices.Count is 0 or > MaxExportDevices)
            faults.Add(new Fault(FaultKind.Invalid, "devices", $"devices names {devices.Count} devices; it must be 1 to {MaxExportDevices}."));
        faults.AddRange(devices.Where(d => index.Find(d) is null).Select(UnknownDevice));
        faults.AddRange(quantities.Where(q => QuantityCatalogue.Default.Find(q) is null)
            .Select(q => new Fault(FaultKind.Invalid, "quantities", $"'{q}' is not in the quantity catalogue.")));
        if (faults.Count > 0)
            return faults.ToArray();
        var export = new SeriesExport(devices, quantities, Ms(from), Ms(to), parquet);
        await store.ExportAsync(export, path, cancellationToken);
        return export;
    }

    private List<Fault> Check(string device, string quantity, DateTimeOffset from, DateTimeOffset to, out Quantity? known)
    {
        known = null;
        var faults = RangeFaults(from, to);
        if (index.Find(device) is not { } enrolment)
        {
            faults.Add(UnknownDevice(device));
            return faults;
        }

        var quantities = DeviceClassCatalogue.Current.Find(enrolment.Class)?.Quantities ?? [];
        known = quantities.SingleOrDefault(q => q.Name == quantity);
        if (known is null)
        {
            faults.Add(new Fault(
                FaultKind.NotFound, "quantity", $"Class {enrolment.Class} has no quantity '{quantity}'; it reports: {string.Join(", ", quantities.Select(q => q.Name))}."));
        }

        return faults;
    }

    private static List<Fault> RangeFaults(DateTimeOffset from, DateTimeOffset to)
    {
        if (from >= to)
            return [new Fault(FaultKind.Invalid, "from", $"from {from:O} must be before to {to:O}.")];
        return to - from > TimeSpan.FromDays(MaxRangeDays)
            ? [new Fault(FaultKind.Invalid, "to", $"The range is {(to - from).TotalDays:0.#} days, more than the limit of {MaxRangeDays}.")]
            : [];
    }

    private static Fault UnknownDevice(string device) => new(FaultKind.NotFound, "device", $"No device '{device}' is enrolled.");

    private static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
