using SmartCommunity.Simulators.Seeded;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>
/// A time in which every kind of fault that a community's devices can have befalls it once, each on somebody else and none on top of another, so that each can be judged by itself. Pure in (seed of the
/// district, community, start, length).
/// </summary>
public static class FaultWeek
{
    /// <summary>The origin that its labels tell.</summary>
    public const string Origin = "week";

    /// <summary>Places in time that are tried before a fault is left out: nearly all fit at once.</summary>
    private const int MostTries = 400;

    private const double NightHours = 4, DayFromHour = 9, DayToHour = 13;

    /// <summary>Nothing befalls a community in its first hours: rules that look back must have seen something.</summary>
    private static readonly TimeSpan _settling = TimeSpan.FromHours(3);

    /// <summary>Between two faults on the same device: what the first began has ended, and its alert is closed.</summary>
    private static readonly TimeSpan _apart = TimeSpan.FromHours(1);

    /// <summary>A shorter rest of a week has no room for what lasts.</summary>
    private static readonly TimeSpan _shortest = TimeSpan.FromHours(12);

    /// <summary>Kinds that show by daylight, or while a place is open, only.</summary>
    private static readonly string[] _ofTheDay = ["pvOutage", "bloodPressureHigh", "bloodPressureLow", "glucoseHigh", "glucoseLow"];

    /// <summary>Kinds that befall somebody at home: a home whose people are out is rightly quiet.</summary>
    private static readonly string[] _ofTheNight = ["noActivity"];

    private static readonly TimeSpan _week = TimeSpan.FromDays(7);

    /// <summary>
    /// The faults in order of time, each kind once in each week, the last one as long as is left, if that is half a day. Kinds that found no room, or no device, are named, once for each week.
    /// </summary>
    public static (IReadOnlyList<FaultOrder> Orders, IReadOnlyList<string> LeftOut) OrdersOfWeeks(SimulatedDistrict district, string community, DateTimeOffset start, TimeSpan length)
    {
        ArgumentNullException.ThrowIfNull(district);
        var (orders, leftOut) = (new List<FaultOrder>(), new List<string>());
        for (var (week, left) = (0, length); left >= _shortest || week == 0; week++, left -= _week)
        {
            var (own, without) = OrdersOfWeek(district, community, start + (week * _week), left < _week ? left : _week, week);
            orders.AddRange(own);
            leftOut.AddRange(without);
        }

        return (orders, leftOut);
    }

    private static (IReadOnlyList<FaultOrder> Orders, IReadOnlyList<string> LeftOut) OrdersOfWeek(SimulatedDistrict district, string community, DateTimeOffset start, TimeSpan length, int week)
    {
        var (orders, leftOut) = (new List<FaultOrder>(), new List<string>());
        var dice = Dice.Of(district.Seed).Fork("week").Fork(community);
        SimulatedDevice[] devices = [.. district.Devices.Where(d => d.Address.Community == community)];
        var book = new Book(devices, week == 0 ? dice : dice.Fork(week), start, start + length);
        // What falls on more devices is placed first, and what lasts longer: the rest fits between.
        foreach (var kind in FaultCatalogue.All.OrderByDescending(static k => k.Scope).ThenByDescending(static k => k.StandardLength).ThenBy(static k => k.Name, StringComparer.Ordinal))
        {
            if (book.Place(kind) is { } order)
                orders.Add(order);
            else
                leftOut.Add(kind.Name);
        }

        return ([.. orders.OrderBy(static o => o.From)], leftOut);
    }

    /// <summary>Which device is taken when.</summary>
    private sealed class Book(SimulatedDevice[] devices, Dice dice, DateTimeOffset start, DateTimeOffset end)
    {
        private readonly Dictionary<string, List<(DateTimeOffset From, DateTimeOffset To)>> _taken = devices.ToDictionary(static d => d.Id, static _ => new List<(DateTimeOffset, DateTimeOffset)>(), StringComparer.Ordinal);

        internal FaultOrder? Place(FaultKind kind)
        {
            SimulatedDevice[] possible = [.. devices.Where(d => kind.FallsOn(d.Address.Class) && (kind.Scope != FaultScope.Home || d.Home > 0))];
            if (possible.Length == 0)
                return null;
            var chance = dice.Fork(kind.Name);
            for (var attempt = 0; attempt < MostTries; attempt++)
            {
                var device = possible[(int)(chance.Unit(attempt) * possible.Length)];
                if (MomentOf(kind, chance.Fork(attempt)) is not { } from)
                    continue;
                var to = from + (kind.LatencyBudget > kind.StandardLength ? kind.LatencyBudget : kind.StandardLength);
                var touched = Touched(kind, device);
                if (to + _apart > end || touched.Any(d => _taken[d.Id].Any(t => t.From < to + _apart && from - _apart < t.To)))
                    continue;
                foreach (var taken in touched)
                    _taken[taken.Id].Add((from, to));
                return new FaultOrder(kind, Who(kind, device), from, kind.StandardLength, new Dictionary<string, double>(), Origin);
            }

            return null;
        }

        /// <summary>Those that must have nothing else meanwhile: of a home that is quiet all that hang in it.</summary>
        private SimulatedDevice[] Touched(FaultKind kind, SimulatedDevice device) => kind.Scope switch
        {
            FaultScope.Device => [device],
            FaultScope.Home => [.. devices.Where(d => d.Home == device.Home)],
            _ => devices,
        };

        private static FaultSubjects Who(FaultKind kind, SimulatedDevice device) => kind.Scope switch
        {
            FaultScope.Device => new FaultSubjects(Device: device.Id),
            FaultScope.Home => new FaultSubjects(Home: device.Home, Community: device.Address.Community),
            _ => new FaultSubjects(Community: device.Address.Community),
        };

        private DateTimeOffset? MomentOf(FaultKind kind, Dice chance)
        {
            var from = start + _settling;
            from += (end - from) * chance.Unit(0);
            var isAtNight = kind.AtNightOnly || _ofTheNight.Contains(kind.Name);
            if (!isAtNight && !_ofTheDay.Contains(kind.Name))
                return Second(from);
            var midnightMs = ChinaTime.DayStartMs(from.ToUnixTimeMilliseconds());
            var hour = isAtNight ? chance.Unit(1) * NightHours : chance.Between(1, DayFromHour, DayToHour);
            var at = DateTimeOffset.FromUnixTimeMilliseconds(midnightMs) + TimeSpan.FromHours(hour);
            return at < start + _settling ? null : Second(at);
        }

        private static DateTimeOffset Second(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
    }
}
