using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Protocol;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Tests.Gateway.Mqtt;

namespace SmartCommunity.Tests.Gateway.Dialects;

/// <summary>Enrolments of other dialects at a test gateway, and clients that log in their way.</summary>
internal static class DialectLine
{
    internal static EnrolledDevice Enrolled(string id, string @class, string dialect, string profile = "")
    {
        var device = GatewayFixture.Enrolled(id);
        (device.Class, device.Dialect, device.Profile) = (@class, dialect, profile);
        return device;
    }

    internal static EnrolledDevice Carried(string id, string @class, string dialect, string via, string alias) => new()
    {
        Community = "baihe", Class = @class, Device = id, Dialect = dialect, Via = via, Alias = alias,
    };

    internal static void Enrol(this GatewayFixture gateway, IEnumerable<EnrolledDevice> devices, params Profile[] profiles) => gateway.Directory.Apply(
        new SmartCommunity.Contracts.Uplink.Directory { Version = gateway.Directory.Version + 1, Full = true, Devices = { devices }, Profiles = { profiles } });

    /// <summary>ThingsBoard's way: the token is the user name.</summary>
    internal static Task<IMqttClient> ConnectBoardAsync(this GatewayFixture gateway, string device) =>
        gateway.ConnectAsync(gateway.OptionsFor(device).WithClientId("any-name").WithCredentials(GatewayFixture.Token(device)));

    /// <summary>Others' way: the user name is the device, the password its token.</summary>
    internal static Task<IMqttClient> ConnectVendorAsync(this GatewayFixture gateway, string device) =>
        gateway.ConnectAsync(gateway.OptionsFor(device).WithClientId("vendor-123"));

    internal static async Task<Inbox> SubscribeAsync(this IMqttClient client, params string[] filters)
    {
        var inbox = new Inbox();
        client.ApplicationMessageReceivedAsync += e =>
        {
            inbox.Add($"{e.ApplicationMessage.Topic} {e.ApplicationMessage.ConvertPayloadToString()}");
            return Task.CompletedTask;
        };
        foreach (var filter in filters)
            await client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        return inbox;
    }

    /// <summary>What the lane holds, a line each: <c>device quantity value</c>, <c>event device type</c>, <c>status device online</c>, <c>quarantine device reason</c>.</summary>
    internal static async Task<string[]> LinesAsync(this GatewayFixture gateway, Lane lane = Lane.Routine)
    {
        var lines = new List<string>();
        foreach (var batch in await gateway.StoredAsync(lane))
            lines.AddRange(BatchLines.Of(batch));
        return [.. lines];
    }
}

/// <summary>Messages that came, in order; taking one waits for it.</summary>
internal sealed class Inbox
{
    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();

    internal void Add(string message) => Assert.True(_messages.Writer.TryWrite(message));

    internal Task<string> TakeAsync() => _messages.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WithinPatienceAsync();
}
