using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Seeded;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Report;

/// <summary>What one device measured over some days, as lines: registers as what they gained in the hour before, constants and batteries left out.</summary>
internal static class ClassSeries
{
    private const int MostRows = 5;
    private const long StepMs = 5 * 60_000;
    private const double MsPerHour = 3_600_000;
    private static readonly string[] LeftOut = ["battery", "signal"];

    internal static IReadOnlyList<Series> Of(SimulatedDevice device, DistrictView view, long firstDay, int days)
    {
        var behaviour = BehaviourOf.Device(device, view, incidentsPerHomeDay: 0);
        var quantities = DeviceClassCatalogue.Default.Find(device.Address.Class)!.Quantities;
        var instants = Instants(behaviour, firstDay, days);
        var hours = instants.Select(ms => (ms - Moment.MsOf(firstDay, 0)) / MsPerHour).ToArray();
        var columns = quantities.ToDictionary(q => q.Name, _ => NoValues(instants.Length));
        var values = new ValueSet();
        for (var i = 0; i < instants.Length; i++)
        {
            values.Clear();
            behaviour.Measure(Moment.Of(instants[i]), values);
            foreach (var (quantity, value) in values.Values)
                columns[quantity.Name][i] = value;
        }

        return [.. quantities.Where(q => !LeftOut.Contains(q.Name) && Varies(columns[q.Name])).Take(MostRows).Select(q => Line(q, hours, columns[q.Name]) with { IsDotted = !behaviour.ReportsByInterval })];
    }

    /// <summary>Every five minutes, and when something changes.</summary>
    private static long[] Instants(Behaviour behaviour, long firstDay, int days)
    {
        var instants = new SortedSet<long>();
        var (fromMs, toMs) = (Moment.MsOf(firstDay, 0), Moment.MsOf(firstDay + days, 0));
        for (var atMs = fromMs; atMs < toMs && behaviour.ReportsByInterval; atMs += StepMs)
            instants.Add(atMs);
        for (var atMs = behaviour.NextChangeMs(fromMs); atMs < toMs; atMs = behaviour.NextChangeMs(atMs))
            instants.Add(atMs);
        return [.. instants];
    }

    private static double[] NoValues(int count)
    {
        var column = new double[count];
        Array.Fill(column, double.NaN);
        return column;
    }

    private static bool Varies(double[] column) => column.Where(v => !double.IsNaN(v)).Distinct().Skip(1).Any();

    private static Series Line(Quantity quantity, double[] hours, double[] column)
    {
        var unit = quantity.Unit == "1" ? "" : $", {quantity.Unit}";
        if (!quantity.IsRegister)
            return new Series($"{quantity.En}{unit}", hours, column, quantity.Kind != QuantityKind.Number, Names(quantity));
        return new Series($"{quantity.En}{unit}, gained in an hour", hours, Gained(hours, column), IsStepped: false, []);
    }

    private static double[] Gained(double[] hours, double[] column)
    {
        var (gained, before) = (NoValues(column.Length), 0);
        for (var i = 0; i < column.Length; i++)
        {
            while (hours[before] < hours[i] - 1)
                before++;
            if (hours[i] >= 1)
                gained[i] = (column[i] - column[before]) / Math.Max(0.5, hours[i] - hours[before]);
        }

        return gained;
    }

    private static IReadOnlyList<(double Value, string Name)> Names(Quantity quantity) => quantity.Kind switch
    {
        QuantityKind.Boolean => [(0, "no"), (1, "yes")],
        QuantityKind.Enumeration => [.. quantity.Codes.OrderBy(c => c.Value).Select(c => ((double)c.Value, c.Key))],
        _ => [],
    };
}
