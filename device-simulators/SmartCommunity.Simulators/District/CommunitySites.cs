using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.District;

/// <summary>Where the simulated communities lie: plausible middles within their streets, none a surveyed position. A code that is not here lies somewhere in the town.</summary>
internal static class CommunitySites
{
    // The built-up part of the town, degrees.
    private const double West = 119.92, East = 119.99, South = 30.03, North = 30.08;

    private static readonly Dictionary<string, (double Longitude, double Latitude)> Middles = new(StringComparer.Ordinal)
    {
        ["shanshui"] = (119.935, 30.036), ["dongwu"] = (119.943, 30.030), ["jiangbin"] = (119.962, 30.048), ["baihe"] = (119.953, 30.057), ["jiangjiaqiao"] = (119.946, 30.062),
        ["yangpihu"] = (119.938, 30.069), ["xinmin"] = (119.957, 30.064), ["jinjiaqiao"] = (119.966, 30.060), ["guanshan"] = (119.969, 30.051), ["yicheng"] = (120.031, 30.063),
        ["zishuhuayuan"] = (119.981, 30.132), ["yinhuhuayuan"] = (119.987, 30.127), ["caihong"] = (119.994, 30.121), ["chunyu"] = (119.991, 30.022), ["hanghuang"] = (120.018, 30.004),
        ["dengyun"] = (119.731, 29.973), ["longtan"] = (119.897, 29.921),
    };

    internal static (double Longitude, double Latitude) Of(string community)
    {
        if (Middles.TryGetValue(community, out var middle))
            return middle;
        var dice = Dice.Of(0).Fork(community);
        return (dice.Between(0, West, East), dice.Between(1, South, North));
    }
}
