using SmartCommunity.Cloud.Facts;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Scoring.WhatIf;

/// <summary>Which fields an edit has, by its kind. Pure.</summary>
internal static class EditFields
{
    private static readonly (string Name, Func<ScoreEdit, bool> IsGiven)[] _all =
    [
        ("fact", static e => e.Fact is not null), ("value", static e => e.Value is not null), ("record", static e => e.Record is not null), ("id", static e => e.Id is not null),
        ("fields", static e => e.Fields is not null), ("evidence", static e => e.Evidence is not null), ("dated", static e => e.Dated is not null), ("expires", static e => e.Expires is not null),
        ("score", static e => e.Score is not null), ("inspected", static e => e.Inspected is not null), ("class", static e => e.Class is not null), ("count", static e => e.Count is not null),
        ("ids", static e => e.Ids is not null), ("places", static e => e.Places is not null), ("facilities", static e => e.Facilities is not null), ("feeds", static e => e.Feeds is not null),
        ("values", static e => e.Values is not null), ("measure", static e => e.Measure is not null), ("badge", static e => e.Badge is not null), ("scenario", static e => e.Scenario is not null),
        ("claimed", static e => e.Claimed is not null), ("to", static e => e.To is not null), ("pack", static e => e.Pack is not null), ("projectType", static e => e.ProjectType is not null),
    ];

    private static readonly Dictionary<string, string[]> _of = new(StringComparer.Ordinal)
    {
        [EditKinds.SetFact] = ["fact", "value", "inspected"],
        [EditKinds.RemoveFact] = ["fact"],
        [EditKinds.PutRecord] = ["record", "id", "fields", "inspected"],
        [EditKinds.RemoveRecord] = ["record", "id"],
        [EditKinds.AcceptEvidence] = ["evidence", "id", "dated", "expires", "score", "inspected"],
        [EditKinds.AddDevices] = ["class", "count", "places", "facilities", "feeds", "values"],
        [EditKinds.RemoveDevices] = ["class", "count", "ids"],
        [EditKinds.RepairDevices] = ["class", "ids", "values"],
        [EditKinds.SupposeValue] = ["measure", "value", "badge"],
        [EditKinds.ClaimScenario] = ["scenario", "claimed"],
        [EditKinds.MoveInstant] = ["to"],
        [EditKinds.SwitchProjectType] = ["projectType"],
        [EditKinds.SwitchPack] = ["pack", "projectType"],
    };

    internal static IReadOnlyCollection<string> Kinds => _of.Keys;

    /// <summary>Fields that the kind does not have; the kind itself when there is none such.</summary>
    internal static IEnumerable<Fault> Faults(ScoreEdit edit)
    {
        if (!_of.TryGetValue(edit.Kind ?? "", out var fields))
            return [FactCheck.Invalid("kind", $"kind '{FactCheck.Short(edit.Kind ?? "")}' must be one of: {string.Join(", ", Kinds)}.")];
        return _all.Where(f => f.IsGiven(edit) && !fields.Contains(f.Name))
            .Select(f => FactCheck.Invalid(f.Name, $"{edit.Kind} has no field '{f.Name}'; its fields are {string.Join(", ", fields)}."));
    }
}

/// <summary>The kinds of edits, as requests name them.</summary>
public static class EditKinds
{
    public const string SetFact = "setFact", RemoveFact = "removeFact", PutRecord = "putRecord", RemoveRecord = "removeRecord", AcceptEvidence = "acceptEvidence", AddDevices = "addDevices",
        RemoveDevices = "removeDevices", RepairDevices = "repairDevices", SupposeValue = "supposeValue", ClaimScenario = "claimScenario", MoveInstant = "moveInstant",
        SwitchProjectType = "switchProjectType", SwitchPack = "switchPack";
}
