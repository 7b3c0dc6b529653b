using SmartCommunity.Simulators.District;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>What the common loads of a community take in a year by its own meters, so that what people say of the baseline year fits them.</summary>
internal static class CommonElectricity
{
    private const int DaysPerYear = 365;

    /// <summary>kWh of 2026 over the meters of common loads that have kept a year.</summary>
    internal static double YearKwh(SimulatedDistrict district, string community)
    {
        var weather = new DistrictView(district).Weather;
        var sum = 0.0;
        foreach (var meter in district.Devices.Where(d => d.Address.Community == community && d.Address.Class == "electricityMeter" && d.Home == 0 && CommunitySet.IsAtScaleOne(d) && SimulatedFeeds.IsCommonLoad(d.Number)))
        {
            var load = CommunityLoad.Of(meter.Number, Dice.Of(district.Seed).Fork(meter.Id), weather);
            for (var day = DayRegister.EpochDay; day < DayRegister.EpochDay + DaysPerYear; day++)
                sum += load.TotalOf(day);
        }

        return sum;
    }
}
