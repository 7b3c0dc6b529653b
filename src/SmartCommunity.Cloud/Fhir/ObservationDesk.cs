using System.Collections.Concurrent;
using Hl7.Fhir.Model;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using Task = System.Threading.Tasks.Task;

namespace SmartCommunity.Cloud.Fhir;

/// <summary>
/// Health observations out of the series and into them, by the path every measurement takes. Thread-safe.
/// </summary>
public sealed class ObservationDesk(ISeriesStore series, EnrolmentIndex enrolments, StoreMeasurements store, TimeProvider time)
{
    /// <summary>Most points of one quantity that a search reads.</summary>
    internal const int MaxPoints = 20_000;

    private readonly ConcurrentDictionary<string, string> _devices = new(StringComparer.Ordinal);

    /// <summary>All observations that a search matches, newest first; of one instant, blood pressure first and the others in the order of the code table.</summary>
    internal async Task<(IReadOnlyList<Observation> Observations, IReadOnlyList<FhirIssue> Issues)> FindAsync(ObservationQuery query, CancellationToken cancellationToken)
    {
        if (enrolments.Find(query.Device) is not { } enrolment || DeviceClassCatalogue.Current.Find(enrolment.Class) is not { } deviceClass)
            return ([], [new FhirIssue(OperationOutcome.IssueType.NotFound, "device", $"No device '{query.Device}' is enrolled.")]);
        try
        {
            return (await ReadAsync(query, deviceClass, cancellationToken), []);
        }
        catch (RangeTooLargeException tooLarge)
        {
            return ([], [new FhirIssue(OperationOutcome.IssueType.TooCostly, "date", $"The range holds {tooLarge.Points} values, more than the limit of {tooLarge.MaxPoints}; ask for a shorter one.")]);
        }
    }

    /// <summary>The observation of that id, or null.</summary>
    internal async Task<Observation?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (ObservationId.Parse(id) is not { } parsed || DeviceOf(parsed.DeviceHash) is not { } device)
            return null;
        var (found, _) = await FindAsync(new ObservationQuery(device, [parsed.Loinc], parsed.AtMs, parsed.AtMs + 1, 1, 0), cancellationToken);
        return found.FirstOrDefault(o => o.Id == id);
    }

    /// <summary>Reads observations without storing them; the measurements are in the order of the observations.</summary>
    internal (string? Id, IReadOnlyList<Measurement> Measurements, IReadOnlyList<FhirIssue> Issues) Read(Observation observation, string path) =>
        new ObservationReader(enrolments.Find, time.GetUtcNow().ToUnixTimeMilliseconds()).Read(observation, path);

    /// <summary>Stores what was read; durable when it returns, all or nothing.</summary>
    internal Task StoreAsync(IReadOnlyList<Measurement> measurements, CancellationToken cancellationToken) =>
        measurements.Count == 0 ? Task.CompletedTask : store(measurements, cancellationToken);

    private async Task<List<Observation>> ReadAsync(ObservationQuery query, DeviceClass deviceClass, CancellationToken cancellationToken)
    {
        var found = new List<(long AtMs, int Rank, Observation Observation)>();
        if (FhirCodes.MeasuresPressure(deviceClass) && (query.Codes.Count == 0 || query.Codes.Any(FhirCodes.IsPressure)))
        {
            var systolic = await ValuesAsync(query, FhirCodes.Systolic, cancellationToken);
            var diastolic = await ValuesAsync(query, FhirCodes.Diastolic, cancellationToken);
            found.AddRange(systolic.Keys.Union(diastolic.Keys).Select(at => (
                at, 0, ObservationWriter.Pressure(query.Device, deviceClass, at, Half(systolic, at), Half(diastolic, at)))));
        }

        for (var i = 0; i < FhirCodes.Singles.Count; i++)
        {
            var code = FhirCodes.Singles[i];
            if (!FhirCodes.Measures(deviceClass, code.Quantity) || (query.Codes.Count > 0 && !query.Codes.Any(c => code.Loinc.Contains(c, StringComparer.Ordinal))))
                continue;
            var rank = i + 1;
            foreach (var (at, value) in await ValuesAsync(query, code, cancellationToken))
                found.Add((at, rank, ObservationWriter.Single(query.Device, deviceClass, code, at, value)));
        }

        return [.. found.OrderByDescending(f => f.AtMs).ThenBy(f => f.Rank).Select(f => f.Observation)];
    }

    private static HealthValue? Half(Dictionary<long, HealthValue> values, long at) => values.TryGetValue(at, out var value) ? value : null;

    private async Task<Dictionary<long, HealthValue>> ValuesAsync(ObservationQuery query, FhirCode code, CancellationToken cancellationToken)
    {
        if (query.FromMs >= query.ToMs)
            return [];
        var points = await series.RangeAsync(query.Device, code.Quantity, query.FromMs, query.ToMs, Downsampling.None, MaxPoints, cancellationToken);
        return points.ToDictionary(p => p.AtMs, p => new HealthValue(p.Value, p.ReceivedAtMs, p.Quality));
    }

    private string? DeviceOf(string hash)
    {
        if (_devices.TryGetValue(hash, out var known))
            return known;
        // Devices come and go seldom; a hash that is not there costs one pass over all of them.
        foreach (var enrolment in enrolments.Communities.SelectMany(enrolments.OfCommunity))
            _devices[ObservationId.Hash(enrolment.Device)] = enrolment.Device;
        return _devices.GetValueOrDefault(hash);
    }
}
