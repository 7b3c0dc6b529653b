using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Fleet;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>Adds to, or takes away from, the rate of a meter; its register follows (see <see cref="RegisterFollow"/>).</summary>
internal sealed class RateEffect(FaultPlay play, Func<string, double, double> shaped) : FaultEffect(play)
{
    internal override void Shape(Draft report)
    {
        if (report.Incident is not null)
            return;
        for (var i = 0; i < report.Values.Count; i++)
        {
            var (quantity, value) = report.Values.Values[i];
            var next = shaped(quantity.Name, value);
            if (!next.Equals(value))
                report.Values.Set(quantity, next);
        }
    }

    internal override long NextExtraMs(long afterMs) => afterMs < Play.FromMs ? Play.FromMs : afterMs < Play.ToMs ? Play.ToMs : Behaviour.Never;

    internal override Extra ExtraAt(long atMs) => new(ExtraKind.Report);
}

/// <summary>The meter is exchanged for a new one, whose registers begin at a small value.</summary>
internal sealed class MeterSwapEffect(FaultPlay play) : FaultEffect(play)
{
    private readonly Dictionary<string, double> _removedAt = [];

    internal override bool Lasts => true;

    internal override void Meet(Action<long, ValueSet> probe)
    {
        var values = new ValueSet();
        probe(Play.FromMs, values);
        foreach (var (quantity, value) in values.Values.Where(v => v.Quantity.IsRegister))
            _removedAt[quantity.Name] = value;
    }

    internal override void Shape(Draft report)
    {
        for (var i = 0; i < report.Values.Count; i++)
        {
            var (quantity, value) = report.Values.Values[i];
            if (_removedAt.TryGetValue(quantity.Name, out var before))
                report.Values.Set(quantity, Math.Max(0, value - before) + Play["first"]);
        }
    }

    internal override long NextExtraMs(long afterMs) => afterMs < Play.FromMs ? Play.FromMs : Behaviour.Never;

    internal override Extra ExtraAt(long atMs) => new(ExtraKind.Report);
}

/// <summary>The register stands near the end of its digits: it passes the end at the fault's beginning and counts on from zero.</summary>
internal sealed class RollOverEffect(FaultPlay play) : FaultEffect(play)
{
    private const double Ten = 10;
    private readonly Dictionary<string, double> _shift = [];

    internal override bool Lasts => true;

    internal override bool Foreshadows => true;

    private double Capacity => Math.Pow(Ten, Play["digits"]);

    internal override void Meet(Action<long, ValueSet> probe)
    {
        var values = new ValueSet();
        probe(Play.FromMs, values);
        foreach (var (quantity, value) in values.Values.Where(v => v.Quantity.IsRegister && v.Value > 0))
            _shift[quantity.Name] = Capacity - (value % Capacity);
    }

    internal override void Shape(Draft report)
    {
        for (var i = 0; i < report.Values.Count; i++)
        {
            var (quantity, value) = report.Values.Values[i];
            if (_shift.TryGetValue(quantity.Name, out var shift))
                report.Values.Set(quantity, (value + shift) % Capacity);
        }
    }

    internal override long NextExtraMs(long afterMs) => afterMs < Play.FromMs ? Play.FromMs : Behaviour.Never;

    internal override Extra ExtraAt(long atMs) => new(ExtraKind.Report);
}

/// <summary>
/// Keeps registers in step with rates that a fault or the weather changed: the difference between the told and the undisturbed rate, summed from report
/// to report, is added to the register. Without it a burst pipe would flow past its meter.
/// </summary>
internal sealed class RegisterFollow
{
    private static readonly (string Rate, string Register)[] Pairs = [("flow", "volume"), ("activePower", "energyImport"), ("pvPower", "pvEnergy")];
    private readonly double[] _undisturbed = new double[Pairs.Length];
    private readonly double[] _changedBy = new double[Pairs.Length];
    private readonly double[] _added = new double[Pairs.Length];
    private readonly double[] _told = new double[Pairs.Length];
    private long _lastMs = long.MinValue;

    internal void Before(ValueSet values)
    {
        for (var i = 0; i < Pairs.Length; i++)
            _undisturbed[i] = values.Find(Pairs[i].Rate) ?? 0;
    }

    /// <summary>Adds what flowed since the last report at the rate told then; a register told here never falls.</summary>
    internal void After(Draft report, DeviceClass @class)
    {
        var hours = _lastMs == long.MinValue ? 0 : Math.Max(0, report.DueMs - _lastMs) / (double)TimeSpan.MillisecondsPerHour;
        _lastMs = report.DueMs;
        for (var i = 0; i < Pairs.Length; i++)
        {
            if (report.Values.Find(Pairs[i].Rate) is not { } told || report.Values.Find(Pairs[i].Register) is not { } register)
                continue;
            _added[i] += _changedBy[i] * hours;
            _changedBy[i] = told - _undisturbed[i];
            _told[i] = Math.Max(_told[i], register + _added[i]);
            if (!_added[i].Equals(0.0))
                report.Values.Set(@class.Quantities.First(q => q.Name == Pairs[i].Register), _told[i]);
        }
    }
}
