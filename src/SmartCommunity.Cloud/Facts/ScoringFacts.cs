using SmartCommunity.Indicators.Inputs;

namespace SmartCommunity.Cloud.Facts;

/// <summary>
/// What people said of a community at one position of its log: facts, records, evidence, steps, standing; and the same as scoring takes it in. Part of a community's state: changed only
/// by <see cref="FactsFold"/>; not thread-safe. Removed rows stay, so that their revisions go on rising and entries may come twice.
/// </summary>
internal sealed class ScoringFacts
{
    /// <summary>Days a step stays here after its event: as long as the log it came with. Older ones are in the registry, and in what was aggregated from them.</summary>
    internal const int StepDays = 35;

    private IReadOnlyDictionary<string, FactInput>? _factInputs;
    private IReadOnlyList<RecordInput>? _recordInputs;
    private IReadOnlyList<EvidenceInput>? _evidenceInputs;
    private IReadOnlyList<string>? _refusedEvidence;

    /// <summary>Facts by code, removed ones too.</summary>
    internal SortedDictionary<string, LoggedFact> Facts { get; } = new(StringComparer.Ordinal);

    /// <summary>Records by kind and id, removed ones too.</summary>
    internal SortedDictionary<(string Kind, string Id), LoggedRecord> Records { get; } = new(OrdinalPairs.Instance);

    /// <summary>Evidence by id, whatever its state.</summary>
    internal SortedDictionary<string, LoggedEvidence> Evidence { get; } = new(StringComparer.Ordinal);

    /// <summary>Steps by device and event, then by name.</summary>
    internal SortedDictionary<StepKey, LoggedStep> Steps { get; } = new(StepKey.Order);

    /// <summary>Pack, project type and claims; null until somebody says.</summary>
    internal LoggedStanding? Standing { get; private set; }

    internal FactsVersions Versions { get; set; }

    /// <summary>Facts that stand, by code, as scoring takes them.</summary>
    internal IReadOnlyDictionary<string, FactInput> FactInputs => _factInputs ??= new SortedDictionary<string, FactInput>(
        Facts.Values.Where(static f => !f.Removed).ToDictionary(
            static f => f.Code, static f => new FactInput(f.Code, f.Value, DateOnly.FromDayNumber(f.AsOfDay), f.Inspected, f.Source, f.Revision), StringComparer.Ordinal),
        StringComparer.Ordinal);

    /// <summary>Records that stand, by kind, then id.</summary>
    internal IReadOnlyList<RecordInput> RecordInputs => _recordInputs ??= [.. Records.Values.Where(static r => !r.Removed).Select(RecordFields.InputOf)];

    /// <summary>Accepted evidence, by id; expired ones too, as expiry is a matter of the instant.</summary>
    internal IReadOnlyList<EvidenceInput> EvidenceInputs => _evidenceInputs ??=
    [
        .. Evidence.Values.Where(static e => e.State == EvidenceState.Accepted).Select(static e => new EvidenceInput(
            e.Id, e.Kind, e.ReviewedAtMs, DateOnly.FromDayNumber(e.DatedDay), e.ExpiresDay is { } day ? DateOnly.FromDayNumber(day) : null, e.Score, e.Sha256, e.Inspected)),
    ];

    /// <summary>Kinds of evidence of which a piece was refused, ordinal.</summary>
    internal IReadOnlyList<string> RefusedEvidence => _refusedEvidence ??=
        [.. Evidence.Values.Where(static e => e.State == EvidenceState.Refused).Select(static e => e.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Optional scenarios claimed, ordinal.</summary>
    internal IReadOnlyList<string> ClaimedScenarios => Standing?.Claimed ?? [];

    /// <summary>Takes a row over unless a later one stands; true when it did.</summary>
    internal bool Put(LoggedFact fact)
    {
        if (Facts.TryGetValue(fact.Code, out var known) && known.Version >= fact.Version)
            return false;
        Facts[fact.Code] = fact;
        _factInputs = null;
        return true;
    }

    internal bool Put(LoggedRecord row)
    {
        if (Records.TryGetValue((row.Kind, row.Id), out var known) && known.Version >= row.Version)
            return false;
        Records[(row.Kind, row.Id)] = row;
        _recordInputs = null;
        return true;
    }

    internal bool Put(LoggedEvidence row)
    {
        if (Evidence.TryGetValue(row.Id, out var known) && known.Version >= row.Version)
            return false;
        Evidence[row.Id] = row;
        (_evidenceInputs, _refusedEvidence) = (null, null);
        return true;
    }

    internal bool Put(LoggedStanding standing)
    {
        if (Standing is { } known && known.Version >= standing.Version)
            return false;
        Standing = standing;
        return true;
    }

    /// <summary>The first of a step stands, whichever comes first.</summary>
    internal bool Put(LoggedStep step)
    {
        var key = StepKey.Of(step);
        if (Steps.TryGetValue(key, out var known) && known.Version <= step.Version)
            return false;
        Steps[key] = step;
        return true;
    }

    /// <summary>Forgets steps about events of more than <see cref="StepDays"/> days before.</summary>
    internal void ForgetSteps(long nowMs)
    {
        var limitMs = nowMs - (StepDays * Telemetry.ChinaTime.DayMs);
        foreach (var key in Steps.Where(s => s.Value.EventAtMs < limitMs).Select(static s => s.Key).ToArray())
            Steps.Remove(key);
    }

    private sealed class OrdinalPairs : IComparer<(string Kind, string Id)>
    {
        internal static OrdinalPairs Instance { get; } = new();

        public int Compare((string Kind, string Id) x, (string Kind, string Id) y) =>
            string.CompareOrdinal(x.Kind, y.Kind) is not 0 and var order ? order : string.CompareOrdinal(x.Id, y.Id);
    }
}

/// <summary>What identifies a step: the device, its event, and which step.</summary>
internal readonly record struct StepKey(string Device, string EventId, string Step)
{
    internal static IComparer<StepKey> Order { get; } = Comparer<StepKey>.Create(static (x, y) =>
        string.CompareOrdinal(x.Device, y.Device) is not 0 and var byDevice ? byDevice
        : string.CompareOrdinal(x.EventId, y.EventId) is not 0 and var byEvent ? byEvent
        : string.CompareOrdinal(x.Step, y.Step));

    internal static StepKey Of(LoggedStep step) => new(step.Device, step.EventId, step.Step);
}
