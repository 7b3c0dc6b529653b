using Microsoft.Extensions.Localization;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Console.Text;

/// <summary>Titles of a pack in the language of the person who reads; the code itself where the pack is not installed or lacks it. Immutable but for the current culture.</summary>
public sealed class PackWords
{
    private readonly StandardPack? _pack;
    private readonly Dictionary<string, Measure> _measures;

    /// <summary>Titles of this pack; null: codes only.</summary>
    public PackWords(StandardPack? pack)
    {
        _pack = pack;
        _measures = pack?.Measures.ToDictionary(static m => m.Id, StringComparer.Ordinal) ?? [];
    }

    internal StandardPack? Pack => _pack;

    internal string Title => _pack is null ? "" : Pick(_pack.Title);

    internal static string Pick(BilingualText text) => Languages.Pick(text.Zh, text.En);

    internal Measure? Find(string measure) => _measures.GetValueOrDefault(measure);

    internal string Measure(string id) => Find(id) is { } measure ? Pick(measure.Title) : id;

    internal string Unit(string measure) => Find(measure) is { } known ? ScoreText.Unit(known.Unit) : "";

    internal string Scenario(string code) => _pack?.Scenarios.FirstOrDefault(s => s.Code == code) is { } scenario ? Pick(scenario.Title) : code;

    internal string Indicator(string code) =>
        _pack?.Scenarios.SelectMany(static s => s.Indicators).FirstOrDefault(i => i.Code == code) is { } indicator ? Pick(indicator.Title) : code;

    internal string Dimension(string code) => _pack?.Scoring.Dimensions.FirstOrDefault(d => d.Code == code) is { } dimension ? Pick(dimension.Title) : code;

    internal string Veto(string code) => _pack?.Scoring.Vetoes.FirstOrDefault(v => v.Code == code) is { } veto ? Pick(veto.Title) : code;

    internal string ProjectType(string code) => _pack?.FindProjectType(code) is { } type ? Pick(type.Title) : code;

    internal string Evidence(string kind) => _pack?.Evidence.FirstOrDefault(e => e.Code == kind) is { } evidence ? Pick(evidence.Title) : kind;

    /// <summary>Why a measure or a node is missing or stale, in words; what is missing by its title.</summary>
    internal string Reason(string reason, IStringLocalizer words)
    {
        var colon = reason.IndexOf(':', StringComparison.Ordinal);
        var (code, what) = colon < 0 ? (reason, "") : (reason[..colon], reason[(colon + 1)..]);
        var word = words[$"scoreReason.{code}", What(what)];
        return word.ResourceNotFound ? reason : word.Value;
    }

    /// <summary>Title of something that people are asked for.</summary>
    internal string Asked(AskedInput asked) => asked.Kind == AskedKind.Evidence ? Evidence(asked.Code) : What(asked.Code);

    private string What(string code)
    {
        if (_pack?.Facts.FirstOrDefault(f => f.Code == code) is { } fact)
            return Pick(fact.Title);
        if (_pack?.Records.FirstOrDefault(r => r.Code == code) is { } record)
            return Pick(record.Title);
        return _pack?.Evidence.FirstOrDefault(e => e.Code == code) is { } evidence ? Pick(evidence.Title) : code;
    }
}
