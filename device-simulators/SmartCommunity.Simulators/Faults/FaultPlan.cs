using SmartCommunity.Simulators.Seeded;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>One subject of an order, with its devices.</summary>
internal sealed record FaultSubject(string Community, string Name, IReadOnlyList<int> Devices);

/// <summary>
/// Draws the subjects of orders: pure in (seed, devices, order, number of the order). Immutable. Devices are indices into the list of played devices.
/// </summary>
internal sealed class FaultPlan
{
    private readonly Dice _dice;
    private readonly IReadOnlyList<SimulatedDevice> _devices;

    internal FaultPlan(ulong seed, IReadOnlyList<SimulatedDevice> devices) => (_dice, _devices) = (Dice.Of(seed).Fork("faults"), devices);

    /// <summary>The subjects, or the reason there are none.</summary>
    internal (IReadOnlyList<FaultSubject> Subjects, string? Fault) Draw(FaultOrder order, long number)
    {
        var possible = Possible(order);
        if (possible.Count == 0)
            return ([], $"No played device of '{order.Kind.Name}' fits: {Wanted(order.Who)}.");
        if (order.Who is { Device: not null } or { Home: not null })
            return (possible, null);
        var count = order.Who.Share is { } share ? Math.Max(1, (int)Math.Round(share * possible.Count)) : order.Who.Count ?? 1;
        var dice = _dice.Fork(order.Kind.Name).Fork(number);
        return ([.. possible.OrderBy(s => dice.Fork(s.Name).Bits(0)).ThenBy(s => s.Name, StringComparer.Ordinal).Take(count)], null);
    }

    /// <summary>The fault on one device of a subject.</summary>
    internal FaultPlay Play(FaultOrder order, int device, long number)
    {
        var played = _devices[device];
        var fromMs = BeginsMs(order);
        return new FaultPlay(
            played, DeviceClassCatalogue.Default.Find(played.Address.Class)!, fromMs, fromMs + (long)order.Length.TotalMilliseconds,
            Parameters(order), _dice.Fork(order.Kind.Name).Fork(number).Fork(played.Id));
    }

    /// <summary>Standard values, and those of the order over them; ordinal by name.</summary>
    internal static SortedDictionary<string, double> Parameters(FaultOrder order)
    {
        var with = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var parameter in order.Kind.Parameters)
            with[parameter.Name] = order.With.TryGetValue(parameter.Name, out var value) ? value : parameter.Standard;
        return with;
    }

    /// <summary>The order's beginning; a kind of the night waits for the next midnight when it is later than five in the morning.</summary>
    internal static long BeginsMs(FaultOrder order)
    {
        const double LatestMinute = 5 * 60;
        var fromMs = order.From.ToUnixTimeMilliseconds();
        var moment = Moment.Of(fromMs);
        return order.Kind.AtNightOnly && moment.Minute >= LatestMinute ? Moment.MsOf(moment.Day + 1, 0) : fromMs;
    }

    private List<FaultSubject> Possible(FaultOrder order)
    {
        var named = order.Who.Device is { } id ? _devices.FirstOrDefault(d => d.Id == id) : null;
        if (named is null && order.Who.Device is not null)
            return [];
        var fitting = new List<int>();
        for (var i = 0; i < _devices.Count; i++)
        {
            if (Fits(order, named, _devices[i]))
                fitting.Add(i);
        }

        var subjects = order.Kind.Scope switch
        {
            FaultScope.Device => fitting.Select(i => new FaultSubject(_devices[i].Address.Community, _devices[i].Id, [i])),
            FaultScope.Home => fitting.Where(i => _devices[i].Home > 0).GroupBy(i => (_devices[i].Address.Community, _devices[i].Home))
                .Select(g => new FaultSubject(g.Key.Community, FormattableString.Invariant($"{g.Key.Community}/home-{g.Key.Home}"), [.. g])),
            _ => fitting.GroupBy(i => _devices[i].Address.Community).Select(g => new FaultSubject(g.Key, g.Key, [.. g])),
        };
        return [.. subjects];
    }

    /// <summary>A named device of a home stands for its home, one of a community for its community.</summary>
    private static bool Fits(FaultOrder order, SimulatedDevice? named, SimulatedDevice device)
    {
        var who = order.Who;
        if (!order.Kind.FallsOn(device.Address.Class) || (who.Class is { } @class && @class != device.Address.Class))
            return false;
        if (who.Community is { } community && community != device.Address.Community)
            return false;
        if (who.Home is { } home && home != device.Home)
            return false;
        return named is null || order.Kind.Scope switch
        {
            FaultScope.Device => named.Id == device.Id,
            FaultScope.Home => named.Address.Community == device.Address.Community && named.Home == device.Home,
            _ => named.Address.Community == device.Address.Community,
        };
    }

    private static string Wanted(FaultSubjects who)
    {
        var wanted = new[] { ("device", who.Device), ("home", who.Home?.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("community", who.Community), ("class", who.Class) }
            .Where(w => w.Item2 is not null).Select(w => $"{w.Item1} {w.Item2}");
        return string.Join(", ", wanted) is { Length: > 0 } text ? text : "any";
    }
}
