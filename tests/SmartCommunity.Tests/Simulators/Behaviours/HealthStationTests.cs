using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Tests.Simulators.Behaviours;

public sealed class HealthStationTests
{
    private static readonly Subject[] Subjects = [.. Enumerable.Range(0, 2_000).Select(i => Subject.Of(Dice.Of((ulong)i)))];

    [Fact]
    public void What_belongs_together_goes_together()
    {
        Assert.InRange(Correlation(s => s.Systolic, s => s.Diastolic), 0.5, 0.98);
        Assert.InRange(Correlation(s => s.Age, s => s.Systolic), 0.2, 0.8);
        Assert.InRange(Correlation(s => s.BodyMass, s => s.FastingGlucose), 0.05, 0.5);
        Assert.True(Mean(s => s.IsHypertensive, s => s.Systolic) > Mean(s => !s.IsHypertensive, s => s.Systolic) + 12);
        Assert.True(Mean(s => s.IsDiabetic, s => s.FastingGlucose) > 6.5);
    }

    [Fact]
    public void Over_sixty_about_half_have_high_pressure_and_a_fifth_diabetes()
    {
        var old = Subjects.Where(s => s.Age >= 60).ToArray();

        Assert.InRange((double)old.Count(s => s.IsHypertensive) / old.Length, 0.35, 0.65);
        Assert.InRange((double)old.Count(s => s.IsDiabetic) / old.Length, 0.1, 0.3);
    }

    [Fact]
    public void Nobody_comes_on_a_Sunday_or_in_the_Spring_Festival_and_every_visit_has_its_pressure_whole()
    {
        var station = new HealthStation(Dice.Of(1), Dice.Of(2));
        var atMs = Moment.MsOf(Almanac.NumberOf(new DateOnly(2026, 2, 9)), 0);
        var days = new HashSet<DateOnly>();
        while (atMs < Moment.MsOf(Almanac.NumberOf(new DateOnly(2026, 3, 9)), 0))
        {
            atMs = station.NextChangeMs(atMs);
            days.Add(SmartCommunity.Telemetry.ChinaTime.DayOf(atMs));
            var values = new ValueSet();
            station.Measure(Moment.Of(atMs), values);
            Assert.Equal(2, values.Values.Count(v => v.Quantity.Name is "systolic" or "diastolic"));
        }

        Assert.Contains(new DateOnly(2026, 2, 14), days);
        Assert.DoesNotContain(new DateOnly(2026, 2, 17), days);
        Assert.DoesNotContain(new DateOnly(2026, 3, 1), days);
    }

    private static double Mean(Func<Subject, bool> predicate, Func<Subject, double> value) => Subjects.Where(predicate).Average(value);

    private static double Correlation(Func<Subject, double> one, Func<Subject, double> other)
    {
        var (a, b) = (Subjects.Average(one), Subjects.Average(other));
        var cross = Subjects.Sum(s => (one(s) - a) * (other(s) - b));
        return cross / Math.Sqrt(Subjects.Sum(s => (one(s) - a) * (one(s) - a)) * Subjects.Sum(s => (other(s) - b) * (other(s) - b)));
    }
}
