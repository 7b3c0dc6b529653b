using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Telemetry;

public sealed class CatalogueTests
{
    [Fact]
    public void Every_class_names_only_quantities_of_the_catalogue_and_none_is_without_a_class()
    {
        var used = DeviceClassCatalogue.Default.All.SelectMany(c => c.Quantities).Select(q => q.Name).ToHashSet();

        Assert.Equal([], QuantityCatalogue.Default.All.Select(q => q.Name).Except(used));
    }

    [Fact]
    public void A_quantity_is_found_by_name_and_by_position()
    {
        var index = QuantityCatalogue.Default.IndexOf("heartRate");

        Assert.Equal("/min", QuantityCatalogue.Default.All[index].Unit);
        Assert.Same(QuantityCatalogue.Default.All[index], QuantityCatalogue.Default.Find("heartRate"));
        Assert.Equal(-1, QuantityCatalogue.Default.IndexOf("heartrate"));
    }

    [Fact]
    public void Enumerations_have_codes_and_a_range_that_covers_exactly_them()
    {
        foreach (var quantity in QuantityCatalogue.Default.All.Where(q => q.Kind == QuantityKind.Enumeration))
        {
            Assert.Equal(quantity.Min, quantity.Codes.Values.Min());
            Assert.Equal(quantity.Max, quantity.Codes.Values.Max());
        }
    }
}
