using System.Globalization;
using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Alerts.Detecting;

/// <summary>A whole cloud: from samples to an alert that detectors raised by way of the log, and to its picture over HTTP, and over a restart.</summary>
public sealed class ExpectedApiTests : IDisposable
{
    private const string Device = "air-1", Quantity = "co2";
    private const int QuartersADay = 96, Days = 8, Quarters = Days * QuartersADay;

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-expected-").FullName;

    // All of it lies ahead of the clock: what the cloud itself samples meanwhile is earlier, and is judged before or left. Noon of a Friday, whose half-hour the four working days before have shown.
    private static long LastMs { get; } = ChinaTime.StartMs(new DateOnly(2100, 1, 8)) + (QuartersADay / 2 * SeriesSampler.StepMs);

    [Fact]
    public async Task What_detectors_say_goes_through_the_log_raises_one_alert_and_is_shown_beside_what_was_expected()
    {
        await using (var cloud = await StartedCloud.OfAsync(_folder, (Device, "indoorAir")))
        {
            var raised = cloud.NextRaisedAsync("unusualAir");
            var inbox = cloud.Get<DetectorInbox>();
            for (var quarter = 0; quarter < Quarters; quarter++)
                inbox.Post(Sample(quarter, 600 + (100 * Math.Sin(quarter * Math.Tau / QuartersADay)) + (quarter * 7919 % 31)));
            inbox.Post(Sample(Quarters, 4_000));

            var alert = (await raised).Alert;
            var (status, body) = await cloud.SendAsync($"/api/v1/devices/{Device}/expected?quantity={Quantity}&from={At(-Quarters)}&to={At(1)}");

            Assert.Equal((StartedCloud.Community, $"device:{Device}", 3, Quantity, 4_000), (alert.Community, alert.Subject, alert.Priority, alert.Quantity, alert.Value));
            Assert.Equal((200, Quarters + 1), (status, body.GetProperty("points").GetArrayLength()));
            var last = body.GetProperty("points")[Quarters];
            Assert.Equal(alert.Limit, last.GetProperty("high").GetDouble());
            Assert.InRange(last.GetProperty("median").GetDouble(), last.GetProperty("low").GetDouble(), alert.Limit);
            Assert.Contains(body.GetProperty("marks").EnumerateArray(), m => m.GetProperty("at").GetDateTimeOffset() == DateTimeOffset.FromUnixTimeMilliseconds(LastMs) && m.GetProperty("strength").GetDouble() >= 1);
        }

        await using var again = await StartedCloud.OfAsync(_folder, (Device, "indoorAir"));
        await again.Grain.CatchUpAsync();
        var (_, page) = await again.SendAsync("/api/v1/alerts?rule=unusualAir");

        Assert.Equal(1, page.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("air-1", "", 400, "quantity")]
    [InlineData("air-1", "?quantity=heartRate", 404, "quantity")]
    [InlineData("nobody", "?quantity=co2", 404, "device")]
    [InlineData("air-1", "?quantity=co2&from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z", 400, "to")]
    [InlineData("air-1", "?quantity=co2&colour=red", 400, "colour")]
    public async Task A_wrong_question_names_its_field(string device, string query, int expected, string field)
    {
        await using var cloud = await StartedCloud.OfAsync(_folder, (Device, "indoorAir"));

        var (status, problem) = await cloud.SendAsync($"/api/v1/devices/{device}/expected{query}");

        Assert.Equal(expected, status);
        Assert.Contains(field, problem.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string At(int quarters) => Uri.EscapeDataString(DateTimeOffset.FromUnixTimeMilliseconds(LastMs + (quarters * SeriesSampler.StepMs)).ToString("O", CultureInfo.InvariantCulture));

    private static CommunitySamples Sample(int quarter, double value)
    {
        var endMs = LastMs - ((Quarters - quarter) * SeriesSampler.StepMs);
        var watched = new WatchedQuantity("indoorAir", Quantity, [DetectorChannel.Series, DetectorChannel.Step]);
        return new CommunitySamples(StartedCloud.Community, endMs, endMs - 1, 10, [new SeriesSample(Device, watched, IsRegister: false, "community:baihe/indoorAir/co2", value, endMs)]);
    }
}
