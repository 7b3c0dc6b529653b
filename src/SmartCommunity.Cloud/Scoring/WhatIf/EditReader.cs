using SmartCommunity.Cloud.Facts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Indicators.WhatIf;

namespace SmartCommunity.Cloud.Scoring.WhatIf;

/// <summary>
/// Reads edits as people send them into those of the engine, held to the community as it is: every fault names the edit, its field and the limit (<c>edits[2].value</c>). Pure; used once.
/// </summary>
internal sealed class EditReader
{
    /// <summary>Edits at most: more than a person keeps in view, and a proposal's share of each.</summary>
    internal const int MaxEdits = 100;

    private static readonly (string Name, Badge Badge)[] _badges = [("live", Badge.Live), ("declared", Badge.Declared), ("inspected", Badge.Inspected)];

    private readonly StandardPack _own;
    private readonly StandardPack _pack;
    private readonly ProjectType? _type;
    private readonly DeviceEditReader _devices;
    private readonly HashSet<(string Kind, string Id)> _records;
    private readonly List<Fault> _faults = [];
    private readonly IReadOnlyList<ScoreEdit> _edits;
    private readonly string _prefix;
    private int _index;

    private EditReader(IReadOnlyList<ScoreEdit> edits, Scorer own, string projectType, ICommunityInputs inputs, string prefix)
    {
        (_own, _edits, _prefix) = (own.Pack, edits, prefix);
        // Facts, measures and scenarios are those of the pack and type that are scored by in the end.
        _pack = ScoringPacks.Current.Find(edits.LastOrDefault(static e => e?.Kind == EditKinds.SwitchPack)?.Pack ?? _own.Name)?.Pack ?? _own;
        _type = _pack.FindProjectType(edits.LastOrDefault(static e => e?.ProjectType is not null)?.ProjectType ?? projectType);
        _devices = new DeviceEditReader(inputs.Devices, _own, _pack);
        _records = [.. inputs.Records.Select(static r => (r.Kind, r.Id))];
    }

    /// <summary>The engine's edits, or the faults.</summary>
    /// <param name="edits">As they were sent.</param>
    /// <param name="scorer">The scorer of the community's own pack.</param>
    /// <param name="projectType">The community's own project type.</param>
    /// <param name="inputs">The community as it is.</param>
    /// <param name="prefix">What faults put before a field, e.g. <c>actions[1].</c>.</param>
    internal static Outcome<IReadOnlyList<Edit>> Read(IReadOnlyList<ScoreEdit>? edits, Scorer scorer, string projectType, ICommunityInputs inputs, string prefix = "")
    {
        if (edits is null || edits.Count is 0 or > MaxEdits)
            return FactCheck.Invalid($"{prefix}edits", $"edits are {edits?.Count ?? 0}; there must be 1 to {MaxEdits}.");
        var reader = new EditReader(edits, scorer, projectType, inputs, prefix);
        var read = reader.All();
        return reader._faults.Count > 0 ? reader._faults.ToArray() : read;
    }

    private Edit[] All()
    {
        var read = new List<Edit>();
        for (_index = 0; _index < _edits.Count; _index++)
        {
            if (_edits[_index] is not { } edit)
            {
                Refuse(FactCheck.Invalid("", "An edit must be a JSON object, not null."));
                continue;
            }

            var before = _faults.Count;
            foreach (var fault in EditFields.Faults(edit))
                Refuse(fault);
            if (_faults.Count == before)
                read.AddRange(One(edit));
        }

        return [.. read];
    }

    private IEnumerable<Edit> One(ScoreEdit edit) => edit.Kind switch
    {
        EditKinds.SetFact => Some(SetFact(edit)),
        EditKinds.RemoveFact => FactOf(edit) is { } fact ? [new RemoveFact(fact.Code)] : [],
        EditKinds.PutRecord => Some(PutRecord(edit)),
        EditKinds.RemoveRecord => Some(RemoveRecord(edit)),
        EditKinds.AcceptEvidence => Some(AcceptEvidence(edit)),
        EditKinds.AddDevices or EditKinds.RemoveDevices or EditKinds.RepairDevices => Some(Taken(_devices.Read(edit))),
        EditKinds.SupposeValue => Some(SupposeValue(edit)),
        EditKinds.ClaimScenario => Some(ClaimScenario(edit)),
        EditKinds.MoveInstant => Some(MoveInstant(edit)),
        EditKinds.SwitchProjectType => Some(ProjectTypeOf(edit.ProjectType ?? "")),
        _ => SwitchPack(edit),
    };

    private static IEnumerable<Edit> Some(Edit? edit) => edit is null ? [] : [edit];

    private SetFact? SetFact(ScoreEdit edit)
    {
        if (FactOf(edit) is not { } fact)
            return null;
        var (value, fault) = FactCheck.Value(edit.Value, fact);
        return Taken<SetFact>(fault is null ? new SetFact(fact.Code, value, edit.Inspected ?? false) : fault);
    }

    private FactDefinition? FactOf(ScoreEdit edit) => Defined("fact", "fact", edit.Fact, static p => p.Facts, static f => f.Code);

    private PutRecord? PutRecord(ScoreEdit edit)
    {
        if (RecordOf(edit) is not { } record)
            return null;
        var (json, faults) = RecordCheck.Check(record, edit.Fields);
        if (RecordCheck.Id(edit.Id) is { } id)
            faults.Add(id);
        faults.ForEach(Refuse);
        if (faults.Count > 0)
            return null;
        var row = RecordFields.InputOf(new LoggedRecord { Kind = record.Code, Id = edit.Id!, FieldsJson = json!, Source = "", EnteredBy = "" });
        _records.Add((record.Code, edit.Id!));
        return new PutRecord(record.Code, edit.Id!, row.Numbers, row.Texts, edit.Inspected ?? false);
    }

    private RemoveRecord? RemoveRecord(ScoreEdit edit)
    {
        if (RecordOf(edit) is not { } record)
            return null;
        return Taken<RemoveRecord>(_records.Remove((record.Code, edit.Id ?? ""))
            ? new RemoveRecord(record.Code, edit.Id!)
            : FactCheck.Invalid("id", $"There is no record '{FactCheck.Short(edit.Id ?? "")}' of kind '{record.Code}' to remove."));
    }

    private RecordDefinition? RecordOf(ScoreEdit edit) => Defined("record", "kind of record", edit.Record, static p => p.Records, static r => r.Code);

    private AcceptEvidence? AcceptEvidence(ScoreEdit edit)
    {
        const double most = 100;
        if (Defined("evidence", "kind of evidence", edit.Evidence, static p => p.Evidence, static e => e.Code) is not { } kind)
            return null;
        var faults = new List<Fault>();
        if (edit.Id is not null && RecordCheck.Id(edit.Id) is { } id)
            faults.Add(id);
        if (edit.Dated is { } dated && (dated < FactCheck.FirstDay || dated > FactCheck.LastDay))
            faults.Add(FactCheck.Invalid("dated", $"dated {RecordFields.Text(dated)} must be {RecordFields.Text(FactCheck.FirstDay)} to {RecordFields.Text(FactCheck.LastDay)}."));
        if (FactCheck.Expires("expires", edit.Expires, edit.Dated) is { } expires)
            faults.Add(expires);
        if (edit.Score is { } score && !(score is >= 0 and <= most))
            faults.Add(FactCheck.Invalid("score", FormattableString.Invariant($"score {score} must be a number from 0 to {most}.")));
        faults.ForEach(Refuse);
        // A blank stands in no id that people give: it replaces nothing.
        return faults.Count > 0 ? null : new AcceptEvidence(kind.Code, edit.Id ?? $"what-if {_prefix}{_index}", edit.Dated, edit.Expires, edit.Score, edit.Inspected ?? false);
    }

    private SupposeValue? SupposeValue(ScoreEdit edit)
    {
        if (_pack.Measures.FirstOrDefault(m => m.Id == edit.Measure) is not { } measure)
            return Taken<SupposeValue>(FactCheck.Invalid("measure", $"Pack {_pack.Name} has no measure '{FactCheck.Short(edit.Measure ?? "")}'."));
        var badge = Array.Find(_badges, b => b.Name == (edit.Badge ?? "live")).Badge;
        if (badge == Badge.None)
            return Taken<SupposeValue>(FactCheck.Invalid("badge", $"badge '{FactCheck.Short(edit.Badge!)}' must be one of: {string.Join(", ", _badges.Select(static b => b.Name))}."));
        return Taken<SupposeValue>(edit.Value is { ValueKind: System.Text.Json.JsonValueKind.Number } json && Math.Abs(json.GetDouble()) <= MaxValue
            ? new SupposeValue(measure.Id, json.GetDouble(), badge)
            : FactCheck.Invalid("value", FormattableString.Invariant($"value {FactCheck.Short(edit.Value?.GetRawText() ?? "(absent)")} must be a number from {-MaxValue} to {MaxValue} ({measure.Unit}).")));
    }

    // As for numbers of records: a community's money in CNY has ten digits.
    private const double MaxValue = 1e12;

    private ClaimScenario? ClaimScenario(ScoreEdit edit)
    {
        if (_type is null)
            return null; // The fault is that of the pack or type.
        return Taken<ClaimScenario>(_type.Optional.Contains(edit.Scenario ?? "")
            ? new ClaimScenario(edit.Scenario!, edit.Claimed ?? true)
            : FactCheck.Invalid("scenario", $"scenario '{FactCheck.Short(edit.Scenario ?? "")}' is no optional scenario of project type '{_type.Code}'; these are: {(_type.Optional.Count == 0 ? "none" : string.Join(", ", _type.Optional))}."));
    }

    private MoveInstant? MoveInstant(ScoreEdit edit)
    {
        var (first, last) = (FactCheck.FirstDay, FactCheck.LastDay);
        if (edit.To is { } to && Telemetry.ChinaTime.DayOf(to.ToUnixTimeMilliseconds()) is var day && day >= first && day <= last)
            return new MoveInstant(to.ToUnixTimeMilliseconds());
        return Taken<MoveInstant>(FactCheck.Invalid("to", $"to {(edit.To is { } wrong ? $"{wrong:O}" : "(absent)")} must be an instant from {RecordFields.Text(first)} to {RecordFields.Text(last)}, ISO 8601 with an offset."));
    }

    private IEnumerable<Edit> SwitchPack(ScoreEdit edit)
    {
        if (ScoringPacks.Current.Find(edit.Pack ?? "") is not { } scorer)
        {
            Refuse(FactCheck.Invalid("pack", $"pack '{FactCheck.Short(edit.Pack ?? "")}' is not installed; there are: {string.Join(", ", ScoringPacks.Current.All.Select(static p => p.Name))}."));
            return [];
        }

        // Told here only when no other edit names the type.
        if (edit.ProjectType is null && (_type is not null || _edits.Any(static e => e?.ProjectType is not null)))
            return [new SwitchPack(scorer.Pack)];
        return ProjectTypeOf(edit.ProjectType ?? "") is { } type ? [new SwitchPack(scorer.Pack), type] : [];
    }

    private SwitchProjectType? ProjectTypeOf(string code) => Taken<SwitchProjectType>(_pack.FindProjectType(code) is { } type
        ? new SwitchProjectType(type.Code)
        : FactCheck.Invalid("projectType", $"projectType '{FactCheck.Short(code)}' must be one of pack {_pack.Name}: {string.Join(", ", _pack.ProjectTypes.Select(static t => t.Code))}."));

    /// <summary>A definition of the pack that is scored by, or of the community's own.</summary>
    private T? Defined<T>(string field, string what, string? code, Func<StandardPack, IReadOnlyList<T>> definitions, Func<T, string> codeOf)
        where T : class
    {
        const int shown = 20;
        if (definitions(_pack).Concat(definitions(_own)).FirstOrDefault(d => codeOf(d) == code) is { } found)
            return found;
        var known = definitions(_pack).Select(codeOf).ToArray();
        var more = known.Length > shown ? $" and {known.Length - shown} more" : "";
        Refuse(FactCheck.Invalid(field, $"There is no {what} '{FactCheck.Short(code ?? "")}' in pack {_pack.Name}; there are: {string.Join(", ", known.Take(shown))}{more}."));
        return null;
    }

    private T? Taken<T>(Outcome<T> outcome)
        where T : Edit
    {
        foreach (var fault in outcome.Faults)
            Refuse(fault);
        return outcome.Value;
    }

    private void Refuse(Fault fault) => _faults.Add(fault with { Field = $"{_prefix}edits[{_index}]{(fault.Field.Length > 0 ? "." : "")}{fault.Field}" });
}
