using System.Globalization;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Indicators.Aggregates.AggregateSample;

namespace SmartCommunity.Tests.Indicators.Aggregates;

/// <summary>Ten days of a small community out of a seed, with what goes wrong: repeats, values that contradict each other, gaps, swaps, bad quality.</summary>
internal static class AggregateHistory
{
    internal const int Days = 10;

    internal static List<object> Of(int seed)
    {
        var random = new Random(seed);
        var history = new List<object>();
        AddSeries(history, random, "air-1", "co2", 37, () => random.Next(400, 1_600));
        AddSeries(history, random, "air-2", "co2", 91, () => random.Next(400, 1_600) + 0.5);
        AddSeries(history, random, "weather", "temp", 53, () => Math.Round((random.NextDouble() * 30) - 5, 1));
        AddSeries(history, random, "bin", "temp", 240, () => random.Next(-5, 30));
        AddSeries(history, random, "station", "heartRate", 21, () => random.Next(50, 120));
        AddSeries(history, random, "station", "spo2", 33, () => random.Next(90, 100));
        AddSeries(history, random, "charger", "chargerStatus", 13, () => random.Next(10) < 7 ? 2 : random.Next(7, 9));
        AddSeries(history, random, "spot-1", "spotStatus", 17, () => random.Next(2));
        AddSeries(history, random, "spot-2", "spotStatus", 29, () => random.Next(3));
        AddRegister(history, random, "meter-1", 99_000, 47);
        AddRegister(history, random, "meter-2", 120.25, 190);
        AddEvents(history, random);
        AddNoise(history, random);
        return history;
    }

    internal static void Fill(RawAggregates raw, IEnumerable<object> history)
    {
        raw.Measurements.AddRange(history.OfType<RawMeasurement>());
        raw.RawEvents.AddRange(history.OfType<RawEvent>());
        raw.Steps.AddRange(history.OfType<RawStep>());
    }

    private static void AddSeries(List<object> history, Random random, string device, string quantity, int minutes, Func<double> value)
    {
        for (var at = Monday + random.NextInt64(Hour); at < Monday + (Days * Day);)
        {
            history.Add(new RawMeasurement(Device(device), quantity, at, value(), Quality.Good));
            at += random.Next(40) == 0 ? random.NextInt64(20 * Hour) : (minutes * Minute / 2) + random.NextInt64(minutes * Minute);
        }
    }

    private static void AddRegister(List<object> history, Random random, string device, double start, int minutes)
    {
        var register = start;
        for (var at = Monday + random.NextInt64(Hour); at < Monday + (Days * Day);)
        {
            history.Add(new RawMeasurement(Device(device), "energyImport", at, register, Quality.Good));
            register = Math.Round(register + (random.NextDouble() * 20), 2);
            register = random.Next(60) == 0 ? Math.Round(random.NextDouble() * 50, 2) : register > 100_000 ? Math.Round(register - 100_000, 2) : register;
            at += random.Next(30) == 0 ? random.NextInt64(3 * Day) : (minutes * Minute / 2) + random.NextInt64(minutes * Minute);
        }
    }

    private static void AddEvents(List<object> history, Random random)
    {
        string[] takers = ["receiver", "courier", "staff"];
        string[] kinds = ["kitchen", "recyclable", "other"];
        for (var i = 0; i < 120; i++)
        {
            var id = i.ToString(CultureInfo.InvariantCulture);
            history.Add(new RawEvent(Device("locker"), "parcelOut", id, At(random), $$"""{"dwellHours":{{random.Next(60) / 4.0}},"takenBy":"{{takers[random.Next(3)]}}"}"""));
            history.Add(new RawEvent(Device("bin"), "wasteDrop", id, At(random), $$"""{"correct":{{(random.Next(3) > 0 ? "true" : "false")}},"kind":"{{kinds[random.Next(3)]}}"}"""));
            history.Add(new RawEvent(Device("gate"), "gateEntry", $"in{id}", At(random), $$"""{"plateHash":"p{{random.Next(20)}}"}"""));
            history.Add(new RawEvent(Device("gate"), "gateExit", $"out{id}", At(random), random.Next(5) == 0 ? "{}" : $$"""{"plateHash":"p{{random.Next(20)}}"}"""));
        }

        for (var i = 0; i < 40; i++)
        {
            var (id, at) = (i.ToString(CultureInfo.InvariantCulture), At(random));
            history.Add(new RawEvent(Device("button"), "sos", id, at, "{}"));
            if (random.Next(4) > 0)
                history.Add(new RawStep(id, "button", "acknowledged", at + random.NextInt64(75_000)));
            if (random.Next(4) > 0)
                history.Add(new RawStep(id, "button", "onSite", at + random.NextInt64(18 * Minute)));
        }
    }

    /// <summary>Said again, said otherwise, said wrong.</summary>
    private static void AddNoise(List<object> history, Random random)
    {
        foreach (var entry in history.ToList())
        {
            if (random.Next(12) != 0)
                continue;
            history.Add((entry, random.Next(3)) switch
            {
                (RawMeasurement m, 0) => m with { Value = m.Value + random.Next(-2, 3) },
                (RawMeasurement m, 1) => m with { AtMs = m.AtMs + 1, Quality = random.Next(2) == 0 ? Quality.Bad : Quality.ClockSuspect },
                (RawMeasurement m, _) => m with { Quality = Quality.Uncertain | Quality.ServerTime },
                (RawEvent e, 0) => e with { AtMs = e.AtMs + random.NextInt64(Hour) - (Hour / 2) },
                _ => entry,
            });
        }
    }

    private static long At(Random random) => Monday + (Hour / 2) + random.NextInt64((Days * Day) - Hour);
}
