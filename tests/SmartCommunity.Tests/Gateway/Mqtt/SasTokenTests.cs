using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmartCommunity.Gateway.Mqtt;

namespace SmartCommunity.Tests.Gateway.Mqtt;

public sealed class SasTokenTests
{
    internal const string Host = "gateway.baihe.example";

    private static readonly byte[] Key = SHA256.HashData("token"u8);

    [Theory]
    [InlineData("sig,se,sr")]
    [InlineData("sr,sig,se")]
    [InlineData("se,sr,sig")]
    public void The_parts_come_in_any_order(string order)
    {
        var parsed = SasToken.TryParse(Encoding.UTF8.GetBytes(Sign(Host, "w-1", 2_000_000_000, Key, order)))!;

        Assert.True(parsed.IsFor(Host, "w-1") && parsed.IsSignedWith(Key));
        Assert.Equal(2_000_000_000, parsed.ExpirySeconds);
    }

    [Fact]
    public void A_signature_is_for_one_device_one_key_and_one_expiry()
    {
        var text = Sign(Host, "w-1", 2_000_000_000, Key);
        var parsed = SasToken.TryParse(Encoding.UTF8.GetBytes(text))!;
        var later = SasToken.TryParse(Encoding.UTF8.GetBytes(text.Replace("se=2000000000", "se=2000000001", StringComparison.Ordinal)))!;

        Assert.False(parsed.IsFor(Host, "w-2") || parsed.IsFor("other.example", "w-1") || parsed.IsFor(Host, "w"));
        Assert.False(parsed.IsSignedWith(SHA256.HashData("another"u8)) || parsed.IsSignedWith(default) || later.IsSignedWith(Key));
    }

    [Fact]
    public void A_resource_with_a_path_behind_the_device_is_for_the_device() =>
        Assert.True(SasToken.TryParse(Encoding.UTF8.GetBytes(Sign(Host, "w-1/api", 2_000_000_000, Key)))!.IsFor(Host, "w-1"));

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("SharedAccessSignature sr=a&sig=b")]
    [InlineData("SharedAccessSignature sr=a&sig=b&se=soon")]
    [InlineData("SharedAccessSignature sr=a&sig=b&se=1&skn=iothubowner")]
    [InlineData("SharedAccessSignature sr=a&sig=b&se=1&more=1")]
    [InlineData("SharedAccessSignature =a")]
    public void What_is_no_signature_of_a_device_is_none(string text) => Assert.Null(SasToken.TryParse(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("h/w-1/?api-version=2021-04-12", "h")]
    [InlineData("h/w-1/?api-version=2021-04-12&DeviceClientType=py", "h")]
    [InlineData("h/w-1/api-version=2016-11-14", "h")]
    [InlineData("h/w-1/m/?api-version=2021-04-12", null)]
    [InlineData("h/w-2/?api-version=2021-04-12", null)]
    [InlineData("/w-1/?api-version=2021-04-12", null)]
    [InlineData("w-1", null)]
    [InlineData(null, null)]
    public void The_user_name_tells_the_host(string? userName, string? host) => Assert.Equal(host, SasToken.HostIn(userName, "w-1"));

    internal static string Sign(string host, string device, long expiry, byte[] key, string order = "sr,sig,se")
    {
        var resource = Uri.EscapeDataString($"{host}/devices/{device}");
        var signature = Uri.EscapeDataString(Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{resource}\n{expiry}")))));
        var parts = order.Split(',').Select(name => name switch { "sr" => $"sr={resource}", "sig" => $"sig={signature}", _ => $"se={expiry}" });
        return "SharedAccessSignature " + string.Join('&', parts);
    }
}
