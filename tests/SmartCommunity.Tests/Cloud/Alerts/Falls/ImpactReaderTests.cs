using System.Text.Json;
using SmartCommunity.Cloud.Alerts.Falls;
using SmartCommunity.Tests.Anomaly.Falls;

namespace SmartCommunity.Tests.Cloud.Alerts.Falls;

public sealed class ImpactReaderTests
{
    [Fact]
    public void A_stretch_of_acceleration_comes_out_as_it_went_in_to_a_thousandth_of_g()
    {
        var motion = Motion.Fall();

        var (window, fault) = ImpactReader.Read(Impacts.DataOf(motion));

        Assert.Null(fault);
        Assert.Equal(motion.Samples.Count, window!.Samples.Count);
        Assert.All(window.Samples.Zip(motion.Samples), pair => Assert.Equal(pair.Second.Magnitude, pair.First.Magnitude, 0.002));
    }

    [Theory]
    [InlineData("", "data.rateHz is missing")]
    [InlineData("{\"rateHz\":\"50\",\"samples\":\"\"}", "data.rateHz is missing")]
    [InlineData("{\"rateHz\":50}", "data.samples is missing")]
    [InlineData("{\"rateHz\":50,\"samples\":\"!\"}", "data.samples is missing")]
    [InlineData("{\"rateHz\":50,\"samples\":\"AAAA\"}", "3 bytes, which is no multiple of 6")]
    [InlineData("{\"rateHz\":50,\"samples\":\"AAAAAAAA\"}", "longer than 4 s")]
    [InlineData("{\"rateHz\":5,\"samples\":\"AAAAAAAA\"}", "50 to 2000 Hz")]
    [InlineData("{", "data is no JSON")]
    public void What_is_wrong_is_told(string data, string said)
    {
        var (window, fault) = ImpactReader.Read(data);

        Assert.Null(window);
        Assert.Contains(said, fault, StringComparison.Ordinal);
    }
}

/// <summary>Made-up motion as a worn sensor sends it.</summary>
internal static class Impacts
{
    internal static string DataOf(Motion motion)
    {
        const float unitsPerG = 1_000;
        var bytes = motion.Samples.SelectMany(s => new[] { s.X, s.Y, s.Z }).SelectMany(g => BitConverter.GetBytes((short)MathF.Round(g * unitsPerG))).ToArray();
        return JsonSerializer.Serialize(new { rateHz = Motion.Rate, samples = Convert.ToBase64String(bytes) });
    }
}
