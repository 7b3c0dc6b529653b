using SmartCommunity.Simulators;
using SmartCommunity.Simulators.District;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Simulators;

public sealed class SimulatedDistrictTests
{
    internal static readonly byte[] Secret = "a district secret"u8.ToArray();
    private static readonly string[] Communities = [.. Enumerable.Range(1, 17).Select(n => $"c{n}")];

    [Fact]
    public void Seventeen_communities_have_over_a_thousand_devices_with_unique_valid_ids_of_known_classes()
    {
        var devices = SimulatedDistrict.Plan(1, Communities, scale: 1, Secret).Devices;

        Assert.Equal(17 * 72, devices.Count);
        Assert.Equal(17 * 72, devices.Select(d => d.Id).Distinct().Count());
        Assert.All(devices, d => Assert.True(Identifier.IsValid(d.Id)));
        Assert.All(devices, d => Assert.NotNull(DeviceClassCatalogue.Default.Find(d.Address.Class)));
    }

    [Fact]
    public void A_larger_district_keeps_the_devices_of_a_smaller_one()
    {
        var small = SimulatedDistrict.Plan(1, Communities, scale: 1, Secret).Devices;
        var large = SimulatedDistrict.Plan(1, Communities, scale: 3, Secret).Devices;

        Assert.Equal([], small.Except(large));
        Assert.Equal(small, large.Where(CommunitySet.IsAtScaleOne));
    }

    [Fact]
    public void A_name_says_where_the_device_is() =>
        Assert.Equal("1幢1单元101室 手环", SimulatedDistrict.Plan(1, ["baihe"], 1, Secret).Devices.Single(d => d.Id == "baihe-wearable-001").Name);

    [Fact]
    public void A_token_is_the_keyed_digest_of_the_device_id()
    {
        // printf baihe-wearable-001 | openssl dgst -sha256 -hmac 'a district secret' -binary | base64 | tr '+/' '-_' | tr -d =
        Assert.Equal("xVrzgbD_lc1NuifIvDjsxiOsKuKNQpDdViJ1-riq3AM", DeviceToken.Derive(Secret, "baihe-wearable-001"));
        Assert.NotEqual(DeviceToken.Derive(Secret, "baihe-wearable-001"), DeviceToken.Derive(Secret, "baihe-wearable-002"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(601)]
    public void A_scale_out_of_range_is_refused(double scale) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(scale), () => SimulatedDistrict.Plan(1, Communities, scale, Secret));

    [Fact]
    public void A_community_code_that_makes_no_valid_id_is_refused() =>
        Assert.Throws<ArgumentException>("community", () => SimulatedDistrict.Plan(1, ["百合"], 1, Secret));

    [Fact]
    public void A_short_secret_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("secret", () => SimulatedDistrict.Plan(1, Communities, 1, "short"u8));

    [Fact]
    public void A_device_does_not_print_its_token()
    {
        var device = SimulatedDistrict.Plan(1, ["baihe"], 1, Secret).Devices[0];

        Assert.DoesNotContain(device.Token, device.ToString(), StringComparison.Ordinal);
    }
}
