using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Cloud.Graph;

/// <summary>
/// Which relationships there may be: between which kinds of twins, how many of a kind one source may own, and no way in a circle. Pure.
/// </summary>
internal static class RelationRules
{
    internal const string IsIn = RelationKind.IsIn, PartOf = RelationKind.PartOf, Serves = RelationKind.Serves, Feeds = "feeds";

    private static readonly TwinKind[] Served = [TwinKind.Community, TwinKind.Building, TwinKind.Unit, TwinKind.Facility];

    /// <summary>
    /// Kind, source → targets. <c>isIn</c> and <c>partOf</c> are owned at most once; <c>serves</c> (a facility or device works for a place, a gate for its parking site) and
    /// <c>feeds</c> (energy or water flows from device to device or place) any number of times.
    /// </summary>
    private static readonly Dictionary<(string Kind, TwinKind Source), TwinKind[]> Allowed = new()
    {
        [(PartOf, TwinKind.Street)] = [TwinKind.District],
        [(PartOf, TwinKind.Community)] = [TwinKind.Street],
        [(PartOf, TwinKind.Building)] = [TwinKind.Community],
        [(PartOf, TwinKind.Unit)] = [TwinKind.Building],
        [(PartOf, TwinKind.Device)] = [TwinKind.Device],
        [(IsIn, TwinKind.Facility)] = [TwinKind.Community, TwinKind.Building, TwinKind.Unit],
        [(IsIn, TwinKind.Device)] = [TwinKind.Community, TwinKind.Building, TwinKind.Unit, TwinKind.Facility],
        [(Serves, TwinKind.Facility)] = Served,
        [(Serves, TwinKind.Device)] = [.. Served, TwinKind.Device],
        [(Feeds, TwinKind.Device)] = [TwinKind.Device, .. Served],
    };

    internal static IReadOnlyList<string> Kinds { get; } = [IsIn, PartOf, Serves, Feeds];

    /// <summary>True for kinds of which a source owns at most one: a new one takes the place of the old.</summary>
    internal static bool IsSingle(string kind) => kind is IsIn or PartOf;

    /// <summary>The relationship by which a twin of this kind stands in its place: a building is part of its community, a device is in its unit.</summary>
    internal static string Containment(TwinKind source) => source is TwinKind.Facility or TwinKind.Device ? IsIn : PartOf;

    /// <summary>Kinds a source of a kind may be related to; empty when it may not.</summary>
    internal static IReadOnlyList<TwinKind> TargetsOf(string kind, TwinKind source) => Allowed.GetValueOrDefault((kind, source)) ?? [];

    /// <summary>Why two kinds cannot be related so; null when they can.</summary>
    internal static Fault? KindFault(TwinId source, string kind, TwinId target)
    {
        if (!Kinds.Contains(kind, StringComparer.Ordinal))
            return Invalid("kind", $"kind '{kind}' must be one of: {string.Join(", ", Kinds)}.");
        if (!Allowed.TryGetValue((kind, source.Kind), out var targets))
        {
            var kinds = Allowed.Keys.Where(k => k.Source == source.Kind).Select(k => k.Kind).ToArray();
            return Invalid("kind", $"A {source.KindName} has no '{kind}'; it has: {(kinds.Length == 0 ? "no relationships" : string.Join(", ", kinds))}.");
        }

        if (!targets.Contains(target.Kind))
            return Invalid("target", $"{source.KindName} {kind} {target.KindName} is not possible; the target must be a {string.Join(" or ", targets.Select(Name))}.");
        return source == target ? Invalid("target", $"'{source}' cannot be related to itself.") : null;
    }

    /// <summary>
    /// Why the relationship would close a circle of <c>isIn</c> and <c>partOf</c>; null when it does not. <paramref name="above"/> gives the targets of these two of a twin,
    /// without the relationships that the new one replaces.
    /// </summary>
    internal static Fault? CycleFault(TwinId source, string kind, TwinId target, Func<TwinId, IEnumerable<TwinId>> above)
    {
        if (!IsSingle(kind))
            return null;
        var seen = new HashSet<TwinId>();
        var open = new Stack<TwinId>([target]);
        while (open.TryPop(out var twin))
        {
            if (twin == source)
                return new Fault(FaultKind.Conflict, "target", $"'{target}' is itself in or part of '{source}'; {kind} must not go in a circle.");
            if (!seen.Add(twin))
                continue;
            foreach (var next in above(twin))
                open.Push(next);
        }

        return null;
    }

    private static string Name(TwinKind kind) => TwinId.Kinds[(int)kind].Name;

    private static Fault Invalid(string field, string message) => new(FaultKind.Invalid, field, message);
}
