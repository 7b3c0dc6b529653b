using System.Text;
using MQTTnet;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.Dlt645;

namespace SmartCommunity.Tests.Gateway.Dialects;

public sealed class Dlt645SessionTests
{
    private const string Meter = "042209026460";
    private const string Up = "dlt645/carrier-1/up";
    private const string Down = "dlt645/carrier-1/down";

    [Fact]
    public async Task A_read_travels_to_the_meter_and_its_frame_is_answer_and_measurement()
    {
        await using var gateway = await StartAsync();
        await gateway.SubscribeAsync(Down);

        gateway.Command("c-1", "meter-1", "read", """{"di":"0201FF00"}""");
        var request = await gateway.NextAsync(Down);
        await gateway.SendAsync(Up, "68 60 64 02 09 22 04 68 91 0a 33 32 34 35 47 56 33 33 33 33 97 16");

        Assert.Equal(Convert.ToHexString(Dlt645Writer.Read(Meter, 0x0201_FF00)), request.ConvertPayloadToString());
        await gateway.UntilStateAsync("c-1", CommandState.Succeeded);
        Assert.Equal([("meter-1", "voltage", 231.4), ("meter-1", "voltageB", 0), ("meter-1", "voltageC", 0)], await gateway.ValuesAsync());
        Assert.Empty(await gateway.ReasonsAsync());
    }

    [Fact]
    public async Task The_meters_error_fails_the_command_and_an_answer_of_another_meter_does_not_end_it()
    {
        await using var gateway = await StartAsync();
        await gateway.SubscribeAsync(Down);

        gateway.Command("c-1", "meter-1", "read", """{"di":"04000101"}""");
        await gateway.NextAsync(Down);
        await gateway.SendAsync(Up, Convert.ToHexString(Dlt645Writer.Answer("000000000001", 0x0201_0100, 220)));
        Assert.NotEqual(CommandState.Succeeded, gateway.Commands.StateOf("c-1"));
        await gateway.SendAsync(Up, Convert.ToHexString(Dlt645Writer.Error(Meter, 2)));

        await gateway.UntilStateAsync("c-1", CommandState.Failed);
        Assert.Empty(await gateway.ReasonsAsync());
    }

    [Fact]
    public async Task What_the_dialect_cannot_say_fails_with_the_next_payload()
    {
        await using var gateway = await StartAsync();
        await gateway.SubscribeAsync(Down);

        gateway.Command("c-1", "meter-1", "setRelay", """{"position":"open"}""");
        await SmartCommunity.Tests.Gateway.Mqtt.GatewayFixture.UntilAsync(() =>
        {
            gateway.Client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(Up).WithPayload(Encoding.ASCII.GetBytes("FE")).Build(), TestContext.Current.CancellationToken).GetAwaiter().GetResult();
            return gateway.Commands.StateOf("c-1") == CommandState.Failed;
        });

        Assert.Empty(gateway.Received(Down));
    }

    private static Task<DialectGateway> StartAsync() =>
        DialectGateway.StartAsync(DialectCode.Dlt645, [(Meter, "meter-1", "electricityMeter"), ("000000000001", "meter-2", "electricityMeter")]);
}
