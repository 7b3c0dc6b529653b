using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Console.Tables;

/// <summary>Something that another standing changes.</summary>
/// <param name="Code">Which, as in the resources after <c>standing.effect.</c></param>
/// <param name="Arguments">What its text names.</param>
internal sealed record StandingEffect(string Code, IReadOnlyList<object> Arguments);

/// <summary>What changes for a community when its standing does, before anybody says so: measures, what is asked, scenarios. Points are the what-if's matter. Pure.</summary>
internal static class StandingEffects
{
    internal static IReadOnlyList<StandingEffect> Of(
        StandingView? before, StandardPack? oldPack, StandardPack pack, ProjectType type, IReadOnlySet<string> claimed, IReadOnlyList<FactView> facts, IReadOnlyList<RecordKind> records)
    {
        var effects = new List<StandingEffect>();
        if (before is null || oldPack is null)
        {
            effects.Add(new StandingEffect("first", [pack.Measures.Count(), type.Standard.Count]));
            return effects;
        }

        var oldType = oldPack.FindProjectType(before.ProjectType);
        if (pack.Name != oldPack.Name)
        {
            var (old, young) = (oldPack.Measures.Select(static m => m.Id).ToHashSet(StringComparer.Ordinal), pack.Measures.Select(static m => m.Id).ToHashSet(StringComparer.Ordinal));
            effects.Add(new StandingEffect("pack", [young.Except(old).Count(), old.Except(young).Count()]));
            var entered = facts.Where(static f => f.Value is not null).Select(static f => f.Code).ToHashSet(StringComparer.Ordinal);
            effects.Add(new StandingEffect("facts", [pack.Facts.Count(f => !entered.Contains(f.Code)), entered.Count(code => pack.Facts.All(f => f.Code != code))]));
            var unused = records.Where(r => r.Count > 0 && pack.Records.All(d => d.Code != r.Definition.Code)).Sum(static r => r.Count);
            if (unused > 0)
                effects.Add(new StandingEffect("records", [unused]));
        }

        if (oldType?.Code != type.Code || pack.Name != oldPack.Name)
        {
            var both = oldType is null ? [] : pack.Measures.Join(oldPack.Measures, static m => m.Id, static m => m.Id, static (young, old) => (young, old)).ToArray();
            var other = both.Count(m => m.young.Thresholds.GetValueOrDefault(type.Code) != m.old.Thresholds.GetValueOrDefault(oldType!.Code));
            effects.Add(new StandingEffect("thresholds", [other, type.Standard.Except(oldType?.Standard ?? []).Count(), (oldType?.Standard ?? []).Except(type.Standard).Count()]));
        }

        Claims(effects, before.Claimed, claimed, pack, oldPack);
        if (effects.Count > 0)
            effects.Add(new StandingEffect("kept", []));
        return effects;
    }

    private static void Claims(List<StandingEffect> effects, IReadOnlyList<string> before, IReadOnlySet<string> now, StandardPack pack, StandardPack oldPack)
    {
        foreach (var code in now.Except(before))
            effects.Add(new StandingEffect("claimed", [Title(pack, code)]));
        foreach (var code in before.Except(now))
            effects.Add(new StandingEffect("unclaimed", [Title(oldPack, code)]));
    }

    private static string Title(StandardPack pack, string code) => new Text.PackWords(pack).Scenario(code);
}
