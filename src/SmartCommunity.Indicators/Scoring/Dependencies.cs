using SmartCommunity.Indicators.Formulas;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>What a formula reads: the index that tells which measures a change touches.</summary>
internal sealed class Dependencies
{
    private readonly HashSet<string> _facts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _recordKinds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _evidenceKinds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deviceClasses = new(StringComparer.Ordinal);
    private bool _anyDevice;

    private Dependencies()
    {
    }

    internal IReadOnlySet<string> Facts => _facts;

    internal IReadOnlySet<string> RecordKinds => _recordKinds;

    internal IReadOnlySet<string> EvidenceKinds => _evidenceKinds;

    /// <summary>Its value may change although no input does: windows move, devices fall silent, evidence expires.</summary>
    internal bool IsTimeDependent { get; private set; }

    internal static Dependencies Of(Formula formula)
    {
        var dependencies = new Dependencies();
        dependencies.Read(formula);
        return dependencies;
    }

    internal bool IsTouchedBy(InputChanges changes) =>
        changes.IsEverything
        || _facts.Overlaps(changes.Facts)
        || _recordKinds.Overlaps(changes.RecordKinds)
        || _evidenceKinds.Overlaps(changes.EvidenceKinds)
        || (_anyDevice && changes.DeviceClasses.Count > 0)
        || _deviceClasses.Overlaps(changes.DeviceClasses);

    private void Read(Formula formula)
    {
        switch (formula)
        {
            case RegistryValue registry:
                _facts.Add(registry.Fact);
                break;
            case EvidenceCount evidence:
                _evidenceKinds.UnionWith(evidence.Kinds);
                IsTimeDependent = true;
                break;
            case EvidenceScore evidence:
                _evidenceKinds.Add(evidence.Kind);
                IsTimeDependent = true;
                break;
            case Count count:
                Read(count.Source);
                break;
            case Aggregate aggregate:
                Read(aggregate.Source);
                break;
            case DistinctSubjects distinct:
                Read(distinct.Source);
                break;
            case RegisterDelta delta:
                Read(delta.Devices);
                break;
            case Uptime uptime:
                Read(uptime.Devices);
                break;
            case WithinSeconds within:
                Read(within.First.Devices);
                if (within.Then.Devices is { } followers)
                    Read(followers);
                break;
            case DegreeDaySaving saving:
                Read(saving.Outdoor);
                break;
        }

        foreach (var part in formula.Parts)
            Read(part);
    }

    private void Read(Source source)
    {
        switch (source)
        {
            case DeviceSource devices:
                Read(devices.Devices);
                break;
            case SampleSource samples:
                Read(samples.Devices);
                break;
            case EventSource events:
                Read(events.Devices);
                break;
            case RecordSource records:
                _recordKinds.Add(records.Kind);
                IsTimeDependent |= records.Window is not null;
                break;
        }
    }

    private void Read(DeviceSelector devices)
    {
        IsTimeDependent = true;
        _deviceClasses.UnionWith(devices.Classes);
        _anyDevice |= devices.Classes.Count == 0;
    }
}
