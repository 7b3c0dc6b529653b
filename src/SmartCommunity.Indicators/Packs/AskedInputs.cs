using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Indicators.Packs;

/// <summary>What people can be asked for.</summary>
public enum AskedKind
{
    Fact = 1,
    Record = 2,
    Evidence = 3,
}

/// <summary>A fact, a kind of record or a kind of evidence that a pack asks for, and what needs it.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Code">Code of its definition.</param>
/// <param name="Scenario">Code of the scenario of the first measure that needs it; empty: only the acceptance itself asks for it, or nothing.</param>
/// <param name="Indicator">Code of that measure's indicator; empty as <paramref name="Scenario"/>.</param>
/// <param name="Measures">Ids of all measures that need it, in the standard's order.</param>
/// <param name="MaxAge">The shortest time after which one of these measures calls it stale; null: none needs it.</param>
public sealed record AskedInput(AskedKind Kind, string Code, string Scenario, string Indicator, IReadOnlyList<string> Measures, TimeSpan? MaxAge);

/// <summary>What a pack asks people for. Pure.</summary>
public static class AskedInputs
{
    /// <summary>
    /// Every fact, kind of record and kind of evidence that the pack defines: in the order in which the standard first needs them, last those that no measure needs.
    /// </summary>
    /// <param name="pack">The pack.</param>
    /// <param name="projectType">Code or alias of the project type whose formulas count; null, or one the pack has not: each measure's own formula.</param>
    public static IReadOnlyList<AskedInput> Of(StandardPack pack, string? projectType)
    {
        ArgumentNullException.ThrowIfNull(pack);
        var type = projectType is null ? null : pack.FindProjectType(projectType);
        var found = new Dictionary<(AskedKind Kind, string Code), AskedInput>();
        foreach (var scenario in pack.Scenarios)
        {
            foreach (var indicator in scenario.Indicators)
            {
                foreach (var measure in indicator.Measures)
                    Add(found, scenario.Code, indicator.Code, measure, type);
            }
        }

        var defined = pack.Facts.Select(static f => (AskedKind.Fact, f.Code)).Concat(pack.Records.Select(static r => (AskedKind.Record, r.Code)))
            .Concat(pack.Evidence.Select(static e => (AskedKind.Evidence, e.Code)));
        foreach (var (kind, code) in defined)
            found.TryAdd((kind, code), new AskedInput(kind, code, "", "", [], null));
        return [.. found.Values];
    }

    private static void Add(Dictionary<(AskedKind Kind, string Code), AskedInput> found, string scenario, string indicator, Measure measure, ProjectType? type)
    {
        var needs = Dependencies.Of(type is null ? measure.Formula : measure.FormulaOf(type.Code));
        var keys = needs.Facts.Select(static c => (AskedKind.Fact, c)).Concat(needs.RecordKinds.Select(static c => (AskedKind.Record, c)))
            .Concat(needs.EvidenceKinds.Select(static c => (AskedKind.Evidence, c)));
        foreach (var key in keys.OrderBy(static k => k.Item1).ThenBy(static k => k.c, StringComparer.Ordinal))
        {
            found[key] = found.TryGetValue(key, out var known)
                ? known with { Measures = [.. known.Measures, measure.Id], MaxAge = known.MaxAge < measure.MaxAge ? known.MaxAge : measure.MaxAge }
                : new AskedInput(key.Item1, key.c, scenario, indicator, [measure.Id], measure.MaxAge);
        }
    }
}
