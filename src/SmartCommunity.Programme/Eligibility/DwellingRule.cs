namespace SmartCommunity.Programme.Eligibility;

/// <summary>E-03: no villas, row houses or other luxury dwellings in the unit. Hard.</summary>
internal static class DwellingRule
{
    // Enough to find them on the map.
    private const int Named = 5;

    internal static RuleVerdict Judge(JudgedGround ground)
    {
        if (ground.BuildingsInside is not { } inside)
            return Said(Outcome.Missing, "尚未导入楼栋。", "No buildings have been imported.");
        var luxury = Luxury(ground).ToList();
        if (luxury.Count > 0)
        {
            var names = string.Join("、", luxury.Take(Named).Select(b => b.Name)) + (luxury.Count > Named ? " …" : "");
            return Said(Outcome.Blocks, $"单元内有 {luxury.Count} 栋高档住宅：{names}。", $"{luxury.Count} luxury dwellings stand in the unit: {names}.");
        }

        var unknown = inside.Count(b => b.Building.Type is null);
        return unknown > 0
            ? Said(Outcome.Missing, $"单元内 {inside.Count} 栋楼中有 {unknown} 栋未注明类型。", $"Of {inside.Count} buildings in the unit, {unknown} have no type.")
            : Said(Outcome.Green, $"单元内 {inside.Count} 栋楼，无高档住宅。", $"{inside.Count} buildings stand in the unit, none of them a luxury dwelling.");
    }

    internal static IEnumerable<Building> Luxury(JudgedGround ground) =>
        (ground.BuildingsInside ?? []).Select(b => b.Building).Where(b => b.Type is not null && ground.Policy.Eligibility.LuxuryDwellings.Contains(b.Type, StringComparer.Ordinal));

    private static RuleVerdict Said(Outcome outcome, string zh, string en) => new("E-03", "dwellings", outcome, new Words(zh, en));
}
