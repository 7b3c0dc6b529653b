using System.Globalization;
using System.Reflection;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Fitting;

namespace SmartCommunity.Tests.Simulators.Fitting;

/// <summary>Skipped with a notice where the recorded data are not.</summary>
public sealed class FittedTests
{
    /// <summary>Constants are written with three or four decimals, large ones with two.</summary>
    private const double Rounding = 0.006;

    [Fact]
    public void Every_fitted_constant_follows_from_the_recorded_files()
    {
        var computed = Fit.Compute(Recorded.Folder());
        var written = typeof(Fitted).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Where(f => !f.Name.StartsWith('<') && computed.ContainsKey(f.Name)).ToDictionary(f => f.Name, f => Flat(f.GetValue(null)!));

        Assert.Equal(computed.Keys.Order(), written.Keys.Order());
        foreach (var (name, values) in computed)
        {
            Assert.Equal(values.Length, written[name].Length);
            for (var i = 0; i < values.Length; i++)
                Assert.True(Math.Abs(values[i] - written[name][i]) <= Rounding, string.Create(CultureInfo.InvariantCulture, $"{name}[{i}] is {written[name][i]}, the files say {values[i]}"));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2026)]
    public void Simulated_profiles_and_distributions_are_close_to_the_recorded_ones(int seed)
    {
        var comparisons = Comparisons.All(Recorded.Folder(), (ulong)seed);

        Assert.Equal(9, comparisons.Count);
        foreach (var comparison in comparisons)
        {
            Assert.True(
                comparison.IsClose,
                string.Create(CultureInfo.InvariantCulture, $"{comparison.Key}, seed {seed}: RMSE {comparison.Rmse:0.000} (limit {comparison.RmseLimit}), D {comparison.Kolmogorov:0.000} (limit {comparison.KolmogorovLimit})"));
        }
    }

    private static double[] Flat(object value) => value switch
    {
        double[][] rows => [.. rows.SelectMany(r => r)],
        double[] row => row,
        double one => [one],
        _ => throw new InvalidOperationException($"{value.GetType()} is not a kind of fitted value."),
    };
}
