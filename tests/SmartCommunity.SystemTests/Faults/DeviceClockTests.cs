using System.Net.Http.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.SystemTests.Peers;
using SmartCommunity.Telemetry;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>F-10: a device's clock is wrong. The measurement is kept under the time it was received, and says so.</summary>
[Collection(nameof(SharedLineSuite))]
[Trait("Category", "Fault")]
public sealed class DeviceClockTests(SharedLine shared)
{
    [Theory]
    [InlineData("1970-01-01T00:05:00Z")]
    [InlineData("2099-01-01T00:00:00Z")]
    public async Task A_measurement_with_an_impossible_time_is_kept_under_the_receive_time_and_flagged(string deviceTime)
    {
        var line = shared.Line;
        var id = await shared.EnrolAsync("wearable");

        await Mosquitto.PublishAsync(line, id, "wearable", "telemetry", $$$"""{"ts":"{{{deviceTime}}}","v":{"heartRate":77}}""");

        TwinValueView? value = null;
        await Until.TrueAsync(
            "the measurement is in the twin",
            async () => (value = (await line.Api.GetFromJsonAsync<TwinView>($"api/v1/devices/{id}/latest"))?.Values.FirstOrDefault(v => v.Quantity == "heartRate")) is not null,
            LineUnderTest.Patience);
        Assert.Equal(77, value!.Value);
        Assert.Equal(value.ReceivedAt, value.At);
        Assert.Equal(Quality.ClockSuspect, (Quality)value.Quality);
    }
}
