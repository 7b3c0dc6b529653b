namespace SmartCommunity.Programme.Policies;

/// <summary>What is wrong with the parts of a pack about ground and resources: numbers outside their limits, codes that no list has.</summary>
internal static class GroundFaults
{
    private const int MaxMinutes = 60;

    internal static IEnumerable<string> Of(PolicyPack pack) => Ground(pack).Concat(Codes(pack)).Concat(Resources(pack.Resources));

    private static IEnumerable<string> Ground(PolicyPack pack)
    {
        var ground = pack.Ground;
        if (!(ground.Box.West < ground.Box.East && ground.Box.South < ground.Box.North))
            yield return $"ground.box: {ground.Box} has no inside.";
        foreach (var (field, metres) in new[] { ("edgeMetres", ground.EdgeMetres), ("snapMetres", ground.SnapMetres), ("accessMetres", ground.AccessMetres), ("proofMetres", ground.ProofMetres) })
        {
            if (!(metres >= 0))
                yield return $"ground.{field}: {metres} is below 0 metres.";
        }

        if (!(ground.OverlapTolerance is >= 0 and < 1))
            yield return $"ground.overlapTolerance: {ground.OverlapTolerance} is outside 0 to 1.";
        if (!(ground.CoverageAmber >= 0 && ground.CoverageAmber <= ground.CoverageGreen && ground.CoverageGreen <= 1))
            yield return $"ground: coverageAmber {ground.CoverageAmber} and coverageGreen {ground.CoverageGreen} are not 0 to 1 with amber below green.";
        if (ground.Priorities.Count == 0 || ground.Priorities.Any(p => !(p.Weight > 0)))
            yield return "ground.priorities: each needs a weight above 0, and there must be one.";
        foreach (var circle in pack.Eligibility.Circles.Where(c => c.Minutes is < 1 or > MaxMinutes))
            yield return $"eligibility.circles: {circle.Minutes} is outside 1 to {MaxMinutes} minutes.";
    }

    private static IEnumerable<string> Codes(PolicyPack pack)
    {
        var kinds = pack.Resources.FacilityKinds.Select(k => k.Code).ToList();
        var scenarios = pack.Resources.Scenarios.Select(s => s.Code).ToList();
        var acquisitions = pack.Resources.Acquisitions.Select(a => a.Code).ToList();
        return Unknown("eligibility.circles", pack.Eligibility.Circles.SelectMany(c => c.Facilities), kinds)
            .Concat(Unknown("eligibility.barriers", pack.Eligibility.Barriers, [.. pack.Ground.Barriers.Select(b => b.Code)]))
            .Concat(Unknown("eligibility.luxuryDwellings", pack.Eligibility.LuxuryDwellings, [.. pack.Ground.Buildings.Select(b => b.Code)]))
            .Concat(Unknown("resources.required", pack.Resources.Required.Select(r => r.Kind), kinds))
            .Concat(Unknown("resources.facilityKinds", pack.Resources.FacilityKinds.Select(k => k.Scenario), scenarios))
            .Concat(Unknown("resources.standard", pack.Resources.Standard.SelectMany(s => s.Scenarios), scenarios))
            .Concat(Unknown("resources.spaceKinds", pack.Resources.SpaceKinds.SelectMany(s => s.Acquisitions), acquisitions));
    }

    private static IEnumerable<string> Resources(ResourcePolicy resources)
    {
        foreach (var kind in resources.SpaceKinds.Where(k => k.Acquisitions.Count == 0))
            yield return $"resources.spaceKinds: '{kind.Code}' has no way to be acquired.";
        foreach (var row in resources.Required.Where(r => r.Count < 1 || !(r.AreaM2 >= 0) || !(r.Per100DwellingsM2 >= 0)))
            yield return $"resources.required: '{row.Kind}' needs a count from 1 and areas from 0.";
        if (!(resources.BalanceRatio > 0))
            yield return $"resources.balanceRatio: {resources.BalanceRatio} is not above 0.";
        foreach (var twice in resources.FacilityKinds.SelectMany(k => k.Map).GroupBy(m => m).Where(g => g.Count() > 1))
            yield return $"resources.facilityKinds: the map's '{twice.Key}' stands for {twice.Count()} kinds.";
    }

    private static IEnumerable<string> Unknown(string field, IEnumerable<string> codes, IReadOnlyList<string> known) =>
        codes.Distinct(StringComparer.Ordinal).Where(c => !known.Contains(c, StringComparer.Ordinal)).Select(c => $"{field}: '{c}' is none of {string.Join(", ", known)}.");
}
