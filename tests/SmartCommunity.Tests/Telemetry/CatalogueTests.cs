using System.Text;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dtdl;
using SmartCommunity.Tests.Telemetry.Payloads;
using SmartCommunity.Tests.Tidy;

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

    [Fact]
    public void Examples_lie_within_the_range_and_units_are_those_of_the_semantic_type()
    {
        foreach (var quantity in QuantityCatalogue.Default.All)
        {
            Assert.InRange(quantity.Example, quantity.Min, quantity.Max);
            Assert.True(quantity.SemanticType is null ? quantity.DtdlUnit is null : DtdlUnits.Of(quantity.SemanticType)!.Contains(quantity.DtdlUnit!), quantity.Name);
        }
    }

    [Fact]
    public void Pairs_are_mutual() =>
        Assert.All(
            QuantityCatalogue.Default.All.Where(q => q.PairedWith is not null),
            q => Assert.Equal(q.Name, QuantityCatalogue.Default.Find(q.PairedWith!)!.PairedWith));

    [Fact]
    public void Every_safety_event_is_raised_by_a_class() =>
        Assert.Equal([], SafetyEvents.Types.Except(DeviceClassCatalogue.Default.All.SelectMany(c => c.Events)));

    [Fact]
    public void The_committed_page_is_what_the_catalogue_says()
    {
        // When this fails: smartcommunity catalogue > src/SmartCommunity.Telemetry/CATALOGUE.md
        Assert.Equal(CatalogueDocument.Write(DeviceClassCatalogue.Default), Repository.File("src/SmartCommunity.Telemetry/CATALOGUE.md").Text);
    }

    [Fact]
    public void Every_sample_payload_is_decoded_without_fault() =>
        Assert.All(DeviceClassCatalogue.Default.All, c => Assert.Null(Decoding.Telemetry(Encoding.UTF8.GetBytes(CatalogueDocument.SamplePayload(c)), c.Code).Reason));
}
