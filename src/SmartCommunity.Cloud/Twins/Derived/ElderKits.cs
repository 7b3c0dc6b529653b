namespace SmartCommunity.Cloud.Twins.Derived;

/// <summary>
/// A home's guard kit, "3+X" (杭民发〔2023〕35号): a fixed alarm, a motion detector and a door contact in one home, and any other elderly-care device.
/// </summary>
/// <param name="Home">Id of the unit its devices are in.</param>
/// <param name="Members">Devices, by id.</param>
/// <param name="Missing">Base classes the home lacks; empty when the kit is complete.</param>
/// <param name="Away">Members that are not online, by id.</param>
internal sealed record ElderKit(string Home, IReadOnlyList<string> Members, IReadOnlyList<string> Missing, IReadOnlyList<string> Away)
{
    /// <summary>All three base classes are there; whether they are heard is another question.</summary>
    internal bool IsComplete => Missing.Count == 0;

    /// <summary>Complete, and every member is online.</summary>
    internal bool IsGuarding => IsComplete && Away.Count == 0;
}

/// <summary>Finds the kits of a community: elderly-care devices grouped by the home they are <c>isIn</c>. Pure.</summary>
internal static class ElderKits
{
    /// <summary>Classes every kit has; a pull cord is of the class of the panic button.</summary>
    internal static readonly IReadOnlyList<string> BaseClasses = ["panicButton", "pir", "doorContact"];

    private const string Domain = "elderlyCare";

    /// <summary>The kits by home. A home with elderly-care devices but none of a base class is no kit.</summary>
    internal static IReadOnlyList<ElderKit> Of(CommunityState state)
    {
        var homes = new SortedDictionary<string, List<DeviceTwin>>(StringComparer.Ordinal);
        foreach (var twin in state.Devices.Values)
        {
            if (twin.Retired || twin.Class.Domain != Domain || HomeOf(twin) is not { } home)
                continue;
            if (!homes.TryGetValue(home, out var members))
                homes[home] = members = [];
            members.Add(twin);
        }

        return [.. homes.Where(static h => h.Value.Exists(static m => BaseClasses.Contains(m.Class.Code))).Select(static h => KitOf(h.Key, h.Value))];
    }

    private static string? HomeOf(DeviceTwin twin) => twin.Relations.FirstOrDefault(static r => r.Kind == RelationKind.IsIn)?.Target;

    private static ElderKit KitOf(string home, List<DeviceTwin> members) => new(
        home, [.. members.Select(static m => m.Device)], [.. BaseClasses.Where(c => !members.Exists(m => m.Class.Code == c))],
        [.. members.Where(static m => !m.Online).Select(static m => m.Device)]);
}
