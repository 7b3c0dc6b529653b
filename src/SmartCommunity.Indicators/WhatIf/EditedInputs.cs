using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.WhatIf;

/// <summary>A community's inputs with edits upon them. The original is only read; what no edit touches is shared with it.</summary>
internal sealed class EditedInputs : ICommunityInputs
{
    private readonly List<DeviceInput>? _devices;
    private readonly Dictionary<string, FactInput>? _facts;
    private readonly List<RecordInput>? _records;
    private readonly List<EvidenceInput>? _evidence;
    private readonly List<string>? _claimed;

    /// <exception cref="ArgumentException">An edit names what there is not, with the name and what there is.</exception>
    internal EditedInputs(ICommunityInputs original, IReadOnlyList<Edit> edits)
    {
        Original = original;
        InstantMs = edits.OfType<MoveInstant>().LastOrDefault()?.InstantMs ?? original.InstantMs;
        foreach (var edit in edits)
        {
            switch (edit)
            {
                case SetFact or RemoveFact:
                    Apply(edit, _facts ??= new(original.Facts, StringComparer.Ordinal));
                    break;
                case PutRecord or RemoveRecord:
                    Apply(edit, _records ??= [.. original.Records]);
                    break;
                case AcceptEvidence accept:
                    Apply(accept, _evidence ??= [.. original.Evidence]);
                    break;
                case ClaimScenario claim:
                    Apply(claim, _claimed ??= [.. original.ClaimedScenarios]);
                    break;
                case AddDevices or RemoveDevices or RepairDevices:
                    DeviceEdits.Apply(edit, _devices ??= [.. original.Devices], InstantMs);
                    break;
            }
        }
    }

    public string Community => Original.Community;

    public long InstantMs { get; }

    public IReadOnlyList<DeviceInput> Devices => _devices ?? Original.Devices;

    public IReadOnlyDictionary<string, FactInput> Facts => _facts ?? Original.Facts;

    public IReadOnlyList<RecordInput> Records => _records ?? Original.Records;

    public IReadOnlyList<EvidenceInput> Evidence => _evidence ?? Original.Evidence;

    public IReadOnlyList<string> RefusedEvidence => Original.RefusedEvidence;

    public IWindowAggregates Aggregates => Original.Aggregates;

    public IReadOnlyList<string> ClaimedScenarios => _claimed ?? Original.ClaimedScenarios;

    private ICommunityInputs Original { get; }

    private DateOnly Today => ChinaTime.DayOf(InstantMs);

    /// <summary>What the edits change, for <see cref="ScoreUpdate"/>.</summary>
    internal static InputChanges ChangesOf(IReadOnlyList<Edit> edits) => new()
    {
        Facts = Names(edits.Select(static e => (e as SetFact)?.Fact ?? (e as RemoveFact)?.Fact)),
        RecordKinds = Names(edits.Select(static e => (e as PutRecord)?.Kind ?? (e as RemoveRecord)?.Kind)),
        EvidenceKinds = Names(edits.Select(static e => (e as AcceptEvidence)?.Kind)),
        DeviceClasses = Names(edits.Select(static e => (e as AddDevices)?.Class ?? (e as RemoveDevices)?.Class ?? (e as RepairDevices)?.Class)),
    };

    private static HashSet<string> Names(IEnumerable<string?> names) => new(names.OfType<string>(), StringComparer.Ordinal);

    private void Apply(Edit edit, Dictionary<string, FactInput> facts)
    {
        switch (edit)
        {
            case SetFact set:
                facts[set.Fact] = new FactInput(set.Fact, set.Value, Today, set.Inspected, "what-if", (facts.GetValueOrDefault(set.Fact)?.Revision ?? 0) + 1);
                break;
            case RemoveFact remove:
                facts.Remove(remove.Fact);
                break;
        }
    }

    private void Apply(Edit edit, List<RecordInput> records)
    {
        var (kind, id) = edit is PutRecord p ? (p.Kind, p.Id) : (((RemoveRecord)edit).Kind, ((RemoveRecord)edit).Id);
        var index = records.FindIndex(r => r.Kind == kind && r.Id == id);
        var revision = index < 0 ? 0 : records[index].Revision;
        if (index >= 0)
            records.RemoveAt(index);
        else if (edit is RemoveRecord)
            throw new ArgumentException($"There is no record '{id}' of kind '{kind}' to remove.");
        if (edit is PutRecord put)
            records.Add(new RecordInput(kind, id, put.Numbers, put.Texts, Today, put.Inspected, "what-if", revision + 1));
    }

    private void Apply(AcceptEvidence accept, List<EvidenceInput> evidence)
    {
        evidence.RemoveAll(e => e.Id == accept.Id);
        evidence.Add(new EvidenceInput(accept.Id, accept.Kind, InstantMs, accept.Dated ?? Today, accept.Expires, accept.Score, "", accept.Inspected));
    }

    private static void Apply(ClaimScenario claim, List<string> claimed)
    {
        claimed.Remove(claim.Scenario);
        if (claim.IsClaimed)
            claimed.Add(claim.Scenario);
    }
}
