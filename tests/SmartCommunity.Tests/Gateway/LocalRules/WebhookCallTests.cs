using System.Text;
using SmartCommunity.Gateway.LocalRules;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Gateway.LocalRules;

public sealed class WebhookCallTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    /// <summary>By another program: <c>printf '1764000000.{"a":1}' | openssl dgst -sha256 -hmac SECRET</c>.</summary>
    private const string Known = "020c626f1ccd9fdc1fb78034d6735bdca794ce2de3efea76942a018a08ac78bc";

    [Fact]
    public void The_signature_is_what_another_program_makes_of_time_and_body() =>
        Assert.Equal($"t=1764000000,v1={Known}", WebhookCall.Signature(Secret, 1_764_000_000, """{"a":1}"""u8));

    [Fact]
    public void Another_second_another_body_or_another_key_is_another_signature() => Assert.Equal(
        4,
        new HashSet<string>
        {
            WebhookCall.Signature(Secret, 1, "a"u8), WebhookCall.Signature(Secret, 2, "a"u8), WebhookCall.Signature(Secret, 1, "b"u8), WebhookCall.Signature(Secret + "0", 1, "a"u8),
        }.Count);

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
