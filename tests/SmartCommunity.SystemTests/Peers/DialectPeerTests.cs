using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.Telemetry.Dialects.Modbus;
using SmartCommunity.Telemetry.Dialects.SparkplugB;

namespace SmartCommunity.SystemTests.Peers;

/// <summary>mosquitto_pub as carriers of four dialects on one listener: what they forward is in the twins of the devices behind them.</summary>
[Trait("Category", "Peer")]
public sealed class DialectPeerTests
{
    private const string Enrolments = """
        id,community,class,dialect,profile,via,alias
        conc-1,baihe,concentrator,dlt645,,,
        mod-1,baihe,concentrator,modbus,indoor-air,,
        edge-1,baihe,concentrator,sparkplugB,,,
        bridge-1,baihe,concentrator,homeAssistant,,,
        meter-1,baihe,electricityMeter,dlt645,,conc-1,042209026460
        air-1,baihe,indoorAir,modbus,indoor-air,mod-1,2
        air-2,baihe,indoorAir,homeAssistant,,bridge-1,0x00158d0001

        """;

    [Fact]
    public async Task Carriers_of_four_dialects_bring_the_measurements_of_the_devices_behind_them()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled, "mosquitto_pub is not installed.");
        await using var line = await LineUnderTest.StartAsync();
        await EnrolAsync(line);
        var birth = Path.Combine(line.Folder, "nbirth.bin");
        await File.WriteAllBytesAsync(
            birth,
            SparkplugWriter.Write(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), 0, new SparkplugValue("bdSeq", SparkplugType.Int64, 0L), new SparkplugValue("Radio/signal", SparkplugType.UInt8, 77)),
            TestContext.Current.CancellationToken);

        await PublishAsync(line, "conc-1", "dlt645/conc-1/up", "-m", "68 60 64 02 09 22 04 68 91 0a 33 32 34 35 47 56 33 33 33 33 97 16");
        await PublishAsync(line, "mod-1", "modbus/mod-1/up", "-m", """{"unit":2,"function":3,"address":0,"registers":[455,215,600]}""");
        await PublishAsync(line, "edge-1", "spBv1.0/baihe/NBIRTH/edge-1", "-f", birth);
        await PublishAsync(line, "bridge-1", "homeassistant/sensor/a/temperature/config", "-r", "-m",
            """{"dev_cla":"temperature","unit_of_meas":"°F","stat_t":"z/air","val_tpl":"{{ value_json.t | float }}","dev":{"ids":"0x00158d0001"}}""");
        await PublishAsync(line, "bridge-1", "z/air", "-m", """{"t":"50"}""");

        await LatestAsync(line, "meter-1", ("voltage", 231.4), ("voltageB", 0), ("voltageC", 0));
        await LatestAsync(line, "air-1", ("co2", 600), ("humidity", 45.5), ("temp", 21.5));
        await LatestAsync(line, "edge-1", ("signal", 77));
        await LatestAsync(line, "air-2", ("temp", 10));
    }

    private static async Task EnrolAsync(LineUnderTest line)
    {
        using var profile = new StringContent(ModbusExamples.All["indoor-air"], Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var put = await line.Api.PutAsync("api/v1/profiles/indoor-air?kind=modbus", profile, TestContext.Current.CancellationToken);
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var csv = new StringContent(Enrolments, Encoding.UTF8, "text/csv");
        using var response = await line.Api.PostAsync("api/v1/devices/import", csv, TestContext.Current.CancellationToken);
        var report = await response.Content.ReadFromJsonAsync<ImportReport>(TestContext.Current.CancellationToken);
        Assert.Empty(report!.Errors);
        foreach (var device in report.Created.Where(d => d.Token is not null))
            line.Tokens[device.Device.Id] = device.Token!;
    }

    /// <summary>The directory reaches the gateway a moment after the import, so the first login may come too early.</summary>
    private static Task PublishAsync(LineUnderTest line, string carrier, string topic, params string[] payload) => Until.TrueAsync(
        $"{carrier} published under {topic}",
        async () => (await Mosquitto.RunAsync("mosquitto_pub", [.. Mosquitto.Login(line, carrier), "-q", "1", "-t", topic, .. payload])).ExitCode == 0,
        LineUnderTest.Patience,
        () => line.Gateway.Output);

    private static async Task LatestAsync(LineUnderTest line, string device, params (string Quantity, double Value)[] expected)
    {
        TwinView? twin = null;
        await Until.TrueAsync(
            $"the values are in the twin of {device}",
            async () => (twin = await line.Api.GetFromJsonAsync<TwinView>($"api/v1/devices/{device}/latest"))?.Values.Count == expected.Length,
            LineUnderTest.Patience,
            () => line.Cloud.Output);
        foreach (var (quantity, value) in expected)
            Assert.Equal(value, twin!.Values.Single(v => v.Quantity == quantity).Value, precision: 9);
    }
}
