using System.Globalization;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.District;

namespace SmartCommunity.Simulators;

/// <summary>
/// Takes orders, keeps them until the simulated clock reaches them, then writes their labels and hands their effects to the devices. One caller at a time,
/// the one that also advances the devices; pure in seed, devices, orders and when they came.
/// </summary>
internal sealed class FaultDesk
{
    /// <summary>Most labels shown at once: a fault on every device is not read label by label.</summary>
    private const int MostShown = 1_000;
    private const int MostUnplaced = 100;

    private static readonly FaultKind Unknown = new() { Name = "", En = "", Zh = "" };

    private readonly FaultPlan _plan;
    private readonly IReadOnlyList<FaultyStream> _streams;
    private readonly IReadOnlyList<SimulatedDevice> _devices;
    private readonly ulong _seed;
    private readonly string _prefix;
    private readonly Action<IReadOnlyList<FaultLabel>> _write;
    private readonly PriorityQueue<FaultOrder, (long FromMs, long Number)> _waiting = new();
    private readonly List<FaultLabel> _active = [];
    private long _orders;
    private long _labels;

    internal FaultDesk(ulong seed, long boot, IReadOnlyList<SimulatedDevice> devices, IReadOnlyList<FaultyStream> streams, Action<IReadOnlyList<FaultLabel>> write)
    {
        (_seed, _devices, _streams, _write) = (seed, devices, streams, write);
        _prefix = boot.ToString(CultureInfo.InvariantCulture);
        _plan = new FaultPlan(seed, devices);
    }

    /// <summary>The speed labels carry.</summary>
    internal double Speed { get; set; } = 1;

    /// <summary>Devices whose streams got an effect, for whoever schedules them.</summary>
    internal Action<int> OnChanged { get; set; } = static _ => { };

    internal long DueMs => _waiting.TryPeek(out _, out var first) ? first.FromMs : Behaviour.Never;

    /// <summary>Orders that fell on nobody, each with its reason; the first hundred.</summary>
    internal List<string> Unplaced { get; } = [];

    /// <summary>What others may read at any time, as of the last change.</summary>
    internal DeskView Seen { get; private set; } = new([], 0, []);

    /// <summary>Plays another scenario from the instant on; the faults of the one before that have not begun are forgotten. Always true.</summary>
    internal bool Replace(Scenario? scenario, DateTimeOffset start)
    {
        _waiting.Clear();
        Play(scenario, start);
        Show(start.ToUnixTimeMilliseconds());
        return true;
    }

    /// <summary>Renews <see cref="Seen"/>; called at every change and now and then, for faults end by themselves.</summary>
    internal void Show(long nowMs) => Seen = new DeskView([.. Active(nowMs).TakeLast(MostShown)], _waiting.Count, [.. Unplaced]);

    /// <summary>Keeps an order until its beginning; what foreshadows itself shows from now on.</summary>
    internal void Take(FaultOrder order, long nowMs)
    {
        var number = _orders++;
        _waiting.Enqueue(order, (order.From.ToUnixTimeMilliseconds(), number));
        if (!order.Kind.Foreshadows)
            return;
        foreach (var device in _plan.Draw(order, number).Subjects.SelectMany(s => s.Devices))
            Install(order, device, number, nowMs);
    }

    /// <summary>Plays a scenario from the instant on: its weather from now, its faults when they are due.</summary>
    internal void Play(Scenario? scenario, DateTimeOffset start)
    {
        var weather = scenario is { Weather.Count: > 0 } ? new ScenarioWeather(scenario.Weather, start.ToUnixTimeMilliseconds()) : null;
        foreach (var stream in _streams)
            stream.SetWeather(weather?.ShaperFor(stream.Class));
        foreach (var order in scenario?.Orders(start) ?? [])
            Take(order, start.ToUnixTimeMilliseconds());
    }

    /// <summary>Begins every order that is due.</summary>
    internal void Begin(long nowMs)
    {
        while (_waiting.TryPeek(out var order, out var first) && first.FromMs <= nowMs)
        {
            _waiting.Dequeue();
            Begin(order, first.Number, nowMs, isInstalled: order.Kind.Foreshadows);
            Show(nowMs);
        }
    }

    /// <summary>Begins an order now, or says why it falls on nobody.</summary>
    internal (IReadOnlyList<FaultLabel> Labels, string? Fault) Begin(FaultOrder order, long nowMs)
    {
        var begun = Begin(order, _orders++, nowMs, isInstalled: false);
        Show(nowMs);
        return begun;
    }

    /// <summary>The label of an incident that a behaviour brought by itself.</summary>
    internal void Background(SimulatedDevice device, Incident incident)
    {
        var kind = FaultCatalogue.Find(incident.Type) ?? Unknown;
        _write([new FaultLabel
        {
            Id = NextId(), Kind = incident.Type, Community = device.Address.Community, Subject = device.Id, Devices = [device.Id],
            From = DateTimeOffset.FromUnixTimeMilliseconds(incident.AtMs), To = DateTimeOffset.FromUnixTimeMilliseconds(incident.AtMs) + kind.StandardLength,
            ExpectedAlert = kind.ExpectedAlert, LatencyBudgetSeconds = kind.LatencyBudget.TotalSeconds, With = FrozenNone, Seed = _seed, Speed = Speed, Origin = "background",
        }]);
    }

    /// <summary>The labels whose faults last at the instant.</summary>
    internal IReadOnlyList<FaultLabel> Active(long nowMs)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(nowMs);
        return [.. _active.Where(l => l.To > now)];
    }

    /// <summary>The simulation ends here: says of what lasted that it was cut short.</summary>
    internal void End(long nowMs)
    {
        _write([.. Active(nowMs).Select(l => l with { Record = "ended", To = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(nowMs, l.From.ToUnixTimeMilliseconds())) })]);
        _active.Clear();
        _waiting.Clear();
    }

    private static IReadOnlyDictionary<string, double> FrozenNone { get; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    private (IReadOnlyList<FaultLabel> Labels, string? Fault) Begin(FaultOrder order, long number, long nowMs, bool isInstalled)
    {
        var (subjects, fault) = _plan.Draw(order, number);
        if (fault is not null && Unplaced.Count < MostUnplaced)
            Unplaced.Add(fault);
        FaultLabel[] labels = [.. subjects.Select(subject => Label(order, subject))];
        _write(labels);
        _active.RemoveAll(l => l.To.ToUnixTimeMilliseconds() <= nowMs);
        _active.AddRange(labels);
        if (!isInstalled)
        {
            foreach (var device in subjects.SelectMany(s => s.Devices))
                Install(order, device, number, nowMs);
        }

        return (labels, fault);
    }

    /// <summary>A fault of this very instant still does what it does at its beginning.</summary>
    private void Install(FaultOrder order, int device, long number, long nowMs)
    {
        _streams[device].Add(order.Kind.Effect(_plan.Play(order, device, number)), Math.Min(nowMs, FaultPlan.BeginsMs(order) - 1));
        OnChanged(device);
    }

    private FaultLabel Label(FaultOrder order, FaultSubject subject)
    {
        var from = DateTimeOffset.FromUnixTimeMilliseconds(FaultPlan.BeginsMs(order));
        return new FaultLabel
        {
            Id = NextId(), Kind = order.Kind.Name, Community = subject.Community, Subject = subject.Name,
            Place = order.Kind.Scope == FaultScope.Home ? $"unit:{PlaceCodes.UnitOfHome(subject.Community, _devices[subject.Devices[0]].Home)}" : null,
            Devices = [.. subject.Devices.Select(i => _devices[i].Id).Order(StringComparer.Ordinal)], From = from, To = from + order.Length,
            ExpectedAlert = order.Kind.ExpectedAlert, LatencyBudgetSeconds = order.Kind.LatencyBudget.TotalSeconds, With = FaultPlan.Parameters(order),
            Seed = _seed, Speed = Speed, Origin = order.Origin,
        };
    }

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{++_labels:D4}");
}

/// <summary>What a desk shows: immutable.</summary>
internal sealed record DeskView(IReadOnlyList<FaultLabel> Active, int Waiting, IReadOnlyList<string> Unplaced);
