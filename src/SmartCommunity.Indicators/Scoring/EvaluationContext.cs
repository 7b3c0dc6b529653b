using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>One community's inputs, indexed once for all formulas of an evaluation. Whatever the order of the input lists, the same content gives the same answers. Not thread-safe.</summary>
public sealed class EvaluationContext
{
    private static readonly List<DeviceInput> _noDevices = [];
    private static readonly RecordInput[] _noRecords = [];
    private static readonly EvidenceInput[] _noEvidence = [];
    private readonly Dictionary<string, List<DeviceInput>> _devicesByClass = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RecordInput[]> _records;
    private readonly Dictionary<string, EvidenceInput[]> _evidence;
    private readonly Dictionary<string, TimeSpan?> _validFor;
    private readonly HashSet<string> _refused;

    /// <summary>Indexes the inputs; the pack says how long evidence counts.</summary>
    public EvaluationContext(StandardPack pack, ICommunityInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(inputs);
        Inputs = inputs;
        Today = ChinaTime.DayOf(inputs.InstantMs);
        foreach (var device in inputs.Devices)
        {
            if (!_devicesByClass.TryGetValue(device.Class.Code, out var ofClass))
                _devicesByClass.Add(device.Class.Code, ofClass = []);
            ofClass.Add(device);
        }

        _records = inputs.Records.GroupBy(static r => r.Kind, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.OrderBy(static r => r.Id, StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        // What was accepted after the instant was not yet accepted: a what-if may move the instant back.
        _evidence = inputs.Evidence.Where(e => e.AcceptedAtMs <= inputs.InstantMs).GroupBy(static e => e.Kind, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.OrderBy(static e => e.Id, StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        _validFor = pack.Evidence.ToDictionary(static e => e.Code, static e => e.ValidFor, StringComparer.Ordinal);
        _refused = new HashSet<string>(inputs.RefusedEvidence, StringComparer.Ordinal);
    }

    /// <summary>The inputs themselves.</summary>
    public ICommunityInputs Inputs { get; }

    /// <summary>Asia/Shanghai day of the instant.</summary>
    internal DateOnly Today { get; }

    internal CanonicalBytes Bytes { get; } = new();

    internal IReadOnlyList<RecordInput> RecordsOf(string kind) => _records.GetValueOrDefault(kind, _noRecords);

    internal IReadOnlyList<EvidenceInput> EvidenceOf(string kind) => _evidence.GetValueOrDefault(kind, _noEvidence);

    internal bool IsRefused(string kind) => _refused.Contains(kind);

    /// <summary>Whether the evidence still counts today: until the day it names, else as long as its kind says after the day it is of, else for ever.</summary>
    internal bool IsInForce(EvidenceInput evidence) => LastDay(evidence) is not { } last || Today <= last;

    internal DateOnly? LastDay(EvidenceInput evidence)
    {
        if (evidence.Expires is { } expires)
            return expires;
        return _validFor.GetValueOrDefault(evidence.Kind) is { } validFor
            ? DateOnly.FromDayNumber((int)Math.Min(DateOnly.MaxValue.DayNumber, evidence.Dated.DayNumber + (long)validFor.TotalDays))
            : null;
    }

    /// <summary>The devices a selector means, class by class.</summary>
    internal IEnumerable<DeviceInput> Select(DeviceSelector selector)
    {
        if (selector.Classes.Count == 0)
            return Filter(Inputs.Devices, selector);
        if (selector.Classes.Count == 1)
            return Filter(OfClass(selector.Classes[0]), selector);
        return selector.Classes.Distinct(StringComparer.Ordinal).SelectMany(code => Filter(OfClass(code), selector));
    }

    private List<DeviceInput> OfClass(string code) => _devicesByClass.GetValueOrDefault(code, _noDevices);

    private static IEnumerable<DeviceInput> Filter(IReadOnlyList<DeviceInput> devices, DeviceSelector selector) =>
        selector.Domains.Count == 0 && selector.InFacilities.Count == 0 && selector.Feeds.Count == 0 ? devices : devices.Where(device => IsSelected(device, selector));

    private static bool IsSelected(DeviceInput device, DeviceSelector selector) =>
        (selector.Domains.Count == 0 || selector.Domains.Contains(device.Class.Domain))
        && (selector.InFacilities.Count == 0 || Overlap(selector.InFacilities, device.Facilities))
        && (selector.Feeds.Count == 0 || Overlap(selector.Feeds, device.Feeds));

    private static bool Overlap(IReadOnlyList<string> wanted, IReadOnlyList<string> has)
    {
        for (var i = 0; i < has.Count; i++)
        {
            if (wanted.Contains(has[i]))
                return true;
        }

        return false;
    }
}
