using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Console.Tables;

/// <summary>Whether a fact is there and still young enough.</summary>
public enum FactState
{
    /// <summary>The pack asks for it and nobody entered it.</summary>
    Missing,

    /// <summary>Too old: measures that need it are stale.</summary>
    Expired,

    /// <summary>Entered, and young enough.</summary>
    Standing,
}

/// <summary>A fact with what needs it.</summary>
/// <param name="Fact">As it stands; no value: nobody entered it.</param>
/// <param name="Definition">Its definition; null: the pack has none any more.</param>
/// <param name="Asked">What needs it; null as <paramref name="Definition"/>.</param>
/// <param name="ValidUntil">Last day on which none of its measures calls it too old; null: there is no value, or nothing needs it.</param>
/// <param name="State">Whether it is there.</param>
public sealed record FactLine(FactView Fact, FactDefinition? Definition, AskedInput? Asked, DateOnly? ValidUntil, FactState State);

/// <summary>The facts that an indicator is the first to need, missing and old ones first. Without a scenario: those that only the acceptance asks for, or nothing.</summary>
public sealed record FactGroup(string Scenario, string Indicator, IReadOnlyList<FactLine> Lines)
{
    /// <summary>Groups in the standard's order within a scenario, but those that lack something first.</summary>
    internal static IReadOnlyList<FactGroup> Of(StandardPack? pack, IReadOnlyList<AskedInput> asked, IReadOnlyList<FactView> facts, DateOnly today)
    {
        var order = pack?.Scenarios.Select(static s => s.Code).ToList() ?? [];
        var needs = asked.Where(static a => a.Kind == AskedKind.Fact).ToDictionary(static a => a.Code, StringComparer.Ordinal);
        var rank = needs.Keys.Select(static (code, index) => (code, index)).ToDictionary(static c => c.code, static c => c.index, StringComparer.Ordinal);
        return
        [
            .. facts.Select(f => LineOf(f, pack?.Facts.FirstOrDefault(d => d.Code == f.Code), needs.GetValueOrDefault(f.Code), today))
                .GroupBy(static l => (l.Asked?.Scenario ?? "", l.Asked?.Indicator ?? ""))
                .Select(g => new FactGroup(g.Key.Item1, g.Key.Item2, [.. g.OrderBy(static l => l.State).ThenBy(l => rank.GetValueOrDefault(l.Fact.Code, int.MaxValue))]))
                .OrderBy(g => order.IndexOf(g.Scenario) is >= 0 and var at ? at : int.MaxValue)
                .ThenBy(static g => g.Lines[0].State)
                .ThenBy(g => rank.GetValueOrDefault(g.Lines[0].Fact.Code, int.MaxValue)),
        ];
    }

    private static FactLine LineOf(FactView fact, FactDefinition? definition, AskedInput? asked, DateOnly today)
    {
        DateOnly? until = fact is { Value: not null, AsOf: { } asOf } && asked?.MaxAge is { } age
            ? DateOnly.FromDayNumber((int)Math.Min(DateOnly.MaxValue.DayNumber, asOf.DayNumber + (long)age.TotalDays))
            : null;
        // A fact is of the beginning of its day: on the last day it has just reached its greatest age.
        return new FactLine(fact, definition, asked, until, fact.Value is null ? FactState.Missing : until <= today ? FactState.Expired : FactState.Standing);
    }
}
