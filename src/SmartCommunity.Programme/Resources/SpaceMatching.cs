using System.Globalization;
using NetTopologySuite.Geometries;
using SmartCommunity.Programme.Eligibility.Shapes;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Resources;

/// <summary>A gap, and the idle space that would close it .</summary>
/// <param name="Gap">What is missing.</param>
/// <param name="Space">Id of the space; null when none fits.</param>
/// <param name="Acquisitions">Ways to come by it, the usual one first .</param>
/// <param name="Why">Why this one, or why none.</param>
public sealed record SpaceMatch(GapRow Gap, string? Space, IReadOnlyList<string> Acquisitions, Words Why);

/// <summary>Matches gaps to idle spaces: the largest need chooses first, and takes the smallest space that is large enough, of the right sort and within the kind's walk of the unit. Same state, same answer.</summary>
public static class SpaceMatching
{
    public static IReadOnlyList<SpaceMatch> Of(ProjectState project, PolicyPack policy)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(policy);
        var planned = project.Resources.Plans.Values.Select(p => p.Space).ToHashSet(StringComparer.Ordinal);
        var free = project.Resources.Spaces.Where(s => !planned.Contains(s.Key)).ToList();
        var matches = new List<SpaceMatch>();
        foreach (var gap in GapList.Of(project, policy).Gaps.Where(g => g.Plans.Count == 0).OrderByDescending(g => g.NeededM2).ThenBy(g => g.Kind, StringComparer.Ordinal))
        {
            var match = Match(gap, free, project, policy);
            free.RemoveAll(s => s.Key == match.Space);
            matches.Add(match);
        }

        return matches;
    }

    private static SpaceMatch Match(GapRow gap, List<KeyValuePair<string, IdleSpace>> free, ProjectState project, PolicyPack policy)
    {
        var outdoor = policy.Resources.Kind(gap.Kind)!.Outdoor;
        var sort = free.Where(s => policy.Resources.SpaceKinds.FirstOrDefault(k => k.Code == s.Value.Kind)?.Outdoor == outdoor).ToList();
        var walk = WalkMetres(gap.Kind, policy);
        var near = sort.Select(s => (s.Key, s.Value, Metres: MetresToUnit(s.Value, project))).Where(s => s.Metres <= walk).ToList();
        var fits = near.Where(s => s.Value.AreaM2 >= gap.NeededM2).OrderBy(s => s.Value.AreaM2).ThenBy(s => s.Metres).ThenBy(s => s.Key, StringComparer.Ordinal).ToList();
        var need = gap.NeededM2.ToString("0", CultureInfo.InvariantCulture);
        if (fits.Count == 0)
        {
            var largest = near.Count == 0 ? 0 : near.Max(s => s.Value.AreaM2);
            var said = largest.ToString("0", CultureInfo.InvariantCulture);
            return new SpaceMatch(gap, Space: null, [], sort.Count == 0
                ? new Words(outdoor ? "没有可用的闲置场地。" : "没有可用的闲置房屋。", outdoor ? "No idle land is free." : "No idle rooms are free.")
                : near.Count == 0
                    ? new Words($"{sort.Count} 处空间均在 {walk:0} 米步行范围之外。", $"All {sort.Count} spaces lie beyond the walk of {walk:0} m.")
                    : new Words($"需 {need} 平方米，最大的只有 {said} 平方米。", $"It needs {need} m²; the largest has {said} m²."));
        }

        var (id, space, metres) = fits[0];
        var left = (space.AreaM2 - gap.NeededM2).ToString("0", CultureInfo.InvariantCulture);
        return new SpaceMatch(gap, id, policy.Resources.SpaceKinds.First(k => k.Code == space.Kind).Acquisitions, new Words(
            $"“{space.Name}”{space.AreaM2:0} 平方米，是 {fits.Count} 处不小于 {need} 平方米的空间中最小的，余 {left} 平方米，距单元 {metres:0} 米。",
            $"'{space.Name}' with {space.AreaM2:0} m² is the smallest of {fits.Count} with at least {need} m²; {left} m² are left, {metres:0} m from the unit."));
    }

    // A kind no circle names may be as far as the widest of them.
    private static double WalkMetres(string kind, PolicyPack policy) =>
        (policy.Eligibility.Circles.FirstOrDefault(c => c.Facilities.Contains(kind, StringComparer.Ordinal)) ?? policy.Eligibility.Circles.MaxBy(c => c.Minutes)!).Minutes * policy.Eligibility.WalkingMetresPerMinute;

    // Before the unit is drawn every space is in it.
    private static double MetresToUnit(IdleSpace space, ProjectState project)
    {
        if (project.Ground.Implementation is not { } unit)
            return 0;
        var plane = EqualAreaPlane.Around(unit);
        return plane.ToPlane(unit).Distance(Shape.Factory.CreatePoint(plane.ToPlane(new Coordinate(space.Longitude, space.Latitude))));
    }
}
