using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Indicators.Units;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Indicators.Units;

public sealed class UnitTests
{
    private static readonly string[] Texts =
        ["1", "%", "m2", "kg", "t", "kW.h", "h", "/min", "W/m2", "{household}", "100{household}", "m2/100{household}", "kg{CO2}/(kW.h)", "Cel.d", "s-1", "(m.s)/(kg.h)", "bool", "L", "mmol/L"];

    private static Unit Unit(string text) => SmartCommunity.Indicators.Units.Unit.Parse(text, out var fault) ?? throw new ArgumentException($"{text}: {fault}");

    private static Arbitrary<Unit[]> Three() => Gen.Elements(Texts).Select(Unit).ArrayOf(3).ToArbitrary();

    [Theory]
    [InlineData("kW.h", "3600000.J")]
    [InlineData("L", "(m3/1000)")]
    [InlineData("%", "1/100")]
    [InlineData("m2/100{household}", "m2/{household}/100")]
    [InlineData("kg{CO2}/kW.h", "kg{CO2}.h/kW")]
    [InlineData("h/d", "1/24")]
    [InlineData("Cel", "K")]
    [InlineData("s-1", "Hz")]
    public void Two_ways_to_write_a_unit_are_the_same_unit(string left, string right) => Assert.Equal(Unit(left), Unit(right));

    [Theory]
    [InlineData("m2/{household}", "m2/{resident}")]
    [InlineData("1", "%")]
    [InlineData("kg{CO2}/kW.h", "kg{CO2}/(kW.h)")]
    [InlineData("bool", "1")]
    [InlineData("h", "min")]
    public void Different_units_are_different(string left, string right) => Assert.NotEqual(Unit(left), Unit(right));

    [Theory]
    [InlineData("", "1 to 80 characters")]
    [InlineData("household", "'household' is no unit known here")]
    [InlineData("{house hold}", "must name a counted thing")]
    [InlineData("{household", "'}' is missing (character 1)")]
    [InlineData("kg/(kW.h", "')' is missing (character 9)")]
    [InlineData("m2 ", "' ' is not expected (character 3)")]
    [InlineData("m0", "exponent 0 must be 1 to 9")]
    [InlineData("0{household}", "above 0")]
    [InlineData("m/", "a unit is missing (character 3)")]
    [InlineData("((((((m))))))", "at most 4 deep")]
    public void What_is_no_unit_is_told_with_its_place(string text, string expected)
    {
        Assert.Null(SmartCommunity.Indicators.Units.Unit.Parse(text, out var fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_unit_of_the_quantity_catalogue_is_known() =>
        Assert.Equal([], QuantityCatalogue.Default.All.Where(q => SmartCommunity.Indicators.Units.Unit.Parse(q.Unit, out _) is null).Select(q => q.Unit));

    [Fact]
    public void Units_form_a_commutative_group() => Prop.ForAll(Three(), static u =>
    {
        var (a, b, c) = (u[0], u[1], u[2]);
        return (a * b).Equals(b * a) && (a * b * c).Equals(a * (b * c)) && (a * SmartCommunity.Indicators.Units.Unit.One).Equals(a)
            && (a / a).Equals(SmartCommunity.Indicators.Units.Unit.One) && (a * b / b).Equals(a) && a.Power(2).Equals(a * a) && (a * b).GetHashCode() == (b * a).GetHashCode();
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(100, "100")]
    [InlineData(0.01, "1/100")]
    [InlineData(2.162, "1081/500")]
    [InlineData(1e-30, "1/1000000000000000000000000000000")]
    public void A_factor_is_the_fraction_people_wrote(double factor, string expected) => Assert.Equal(expected, UnitScale.Of(factor)!.Value.ToString());

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_factor_is_above_0(double factor) => Assert.Null(UnitScale.Of(factor));
}
