using System.Text;
using SmartCommunity.Gateway.LocalRules;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Gateway.LocalRules;

public sealed class WebhookCallTests
{
    [Theory]
    [InlineData("", "}")]
    [InlineData("""{"zone":"厅"}""", ""","data":{"zone":"厅"}}""")]
    public void The_body_says_who_what_when_and_what_the_device_added(string data, string end)
    {
        var matter = new SafetyMatter(new DeviceAddress("baihe", "fallRadar", "radar-1"), "fall", "7", 1_764_000_000_000, 1_764_000_000_012, data);

        Assert.Equal(
            """{"gateway":"gw-1","community":"baihe","class":"fallRadar","device":"radar-1","type":"fall","id":"7","at":1764000000000,"receivedAt":1764000000012""" + end,
            Encoding.UTF8.GetString(WebhookCall.Body("gw-1", matter)));
    }
}
