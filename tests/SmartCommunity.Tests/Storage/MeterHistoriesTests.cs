using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Storage.Series;
using static SmartCommunity.Tests.Storage.Sample;

namespace SmartCommunity.Tests.Storage;

/// <summary>A thousand meters that roll over, are swapped, fall silent and report unevenly: what they used by the hour and by the day.</summary>
public sealed class MeterHistoriesTests
{
    private const int Histories = 1_000;
    private const double Modulus = 100_000;
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData(CalendarBucket.Hour)]
    [InlineData(CalendarBucket.Day)]
    public void No_bar_is_negative_and_bars_sum_to_what_was_used(CalendarBucket bucket) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Histories), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var (readings, used) = History(new Random(seed));

            var bars = RegisterArithmetic.Deltas(readings, readings[0].AtMs, readings[^1].AtMs, bucket);

            var sum = bars.Sum(b => b.Delta);
            return (bars.All(b => b.Delta >= 0) && Math.Abs(sum - used) < Tolerance * Math.Max(1, used)).Label($"seed {seed}: bars {sum}, used {used}");
        }));

    /// <summary>Values as a meter shows them, and what can be known of the use behind them: all but what falls between the last value of a meter and the first of its successor.</summary>
    private static (List<RegisterReading> Readings, double Used) History(Random random)
    {
        const int Values = 30;
        var at = Sunday + random.Next((int)Hour);
        var total = random.NextDouble() * Modulus;
        var readings = new List<RegisterReading> { new(at, total) };
        var used = 0.0;
        for (var i = 1; i < Values; i++)
        {
            at += random.Next(20) == 0 ? random.NextInt64(Hour, 48 * Hour) : random.NextInt64(1, Hour);
            // A drop out of the last tenth of the digits in use is a roll-over by rule: nobody can tell it from a swap.
            if (random.Next(30) == 0 && total is > 1 and < Modulus / 2 && total.ToString(CultureInfo.InvariantCulture)[0] != '9')
            {
                total = random.NextDouble() * total * 0.9; // A new meter that shows less.
                readings.Add(new RegisterReading(at, total));
                continue;
            }

            var step = random.Next(4) == 0 ? 0 : random.NextDouble() * Modulus / 50;
            if (total + step >= Modulus && total < Modulus * 0.9)
                step = 0;
            total = (total + step) % Modulus;
            used += step;
            readings.Add(new RegisterReading(at, total));
        }

        return (readings, used);
    }
}
