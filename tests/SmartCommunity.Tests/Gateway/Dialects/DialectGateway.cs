using System.Buffers;
using MQTTnet;
using MQTTnet.Formatter;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Tests.Gateway.Mqtt;

namespace SmartCommunity.Tests.Gateway.Dialects;

/// <summary>A gateway with one carrier of a dialect and what stands behind it, and the carrier's own client.</summary>
internal sealed class DialectGateway : IAsyncDisposable
{
    internal const string Carrier = "carrier-1";

    private readonly List<MqttApplicationMessage> _received = [];

    private DialectGateway(GatewayFixture fixture) => Fixture = fixture;

    internal GatewayFixture Fixture { get; }

    internal IMqttClient Client { get; private set; } = null!;

    internal CommandDesk Commands => Fixture.App.Services.GetService(typeof(CommandDesk)) as CommandDesk ?? throw new InvalidOperationException("The gateway has no command desk.");

    internal static async Task<DialectGateway> StartAsync(
        string dialect, IEnumerable<(string Alias, string Device, string Class)> carried, TimeProvider? time = null, Profile? profile = null, MqttApplicationMessage? will = null,
        string? folder = null)
    {
        var fixture = await GatewayFixture.StartAsync(o => folder is null ? o : o with { DataDirectory = folder }, time);
        var directory = new Contracts.Uplink.Directory
        {
            Version = 2, Full = true,
            Devices = { Enrolled(Carrier, "concentrator", dialect, d => d.Profile = profile?.Name ?? "") },
        };
        directory.Devices.AddRange(carried.Select(c => Enrolled(c.Device, c.Class, dialect, d => (d.Via, d.Alias) = (Carrier, c.Alias))));
        if (profile is not null)
            directory.Profiles.Add(profile);
        fixture.Directory.Apply(directory);
        var gateway = new DialectGateway(fixture);
        await gateway.ConnectAsync(will);
        return gateway;
    }

    internal async Task ConnectAsync(MqttApplicationMessage? will = null)
    {
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", Fixture.Port).WithProtocolVersion(MqttProtocolVersion.V311).WithClientId("a name of its own")
            .WithCredentials(Carrier, GatewayFixture.Token(Carrier)).WithTimeout(GatewayFixture.Patience);
        if (will is not null)
            options = options.WithWillTopic(will.Topic).WithWillPayload(will.Payload.ToArray()).WithWillQualityOfServiceLevel(MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce);
        Client = Fixture.NewClient();
        Client.ApplicationMessageReceivedAsync += e =>
        {
            lock (_received)
                _received.Add(e.ApplicationMessage);
            return Task.CompletedTask;
        };
        await Client.ConnectAsync(options.Build(), TestContext.Current.CancellationToken);
    }

    internal Task SendAsync(string topic, byte[] payload, int qos = 1) => Client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithQualityOfServiceLevel((MQTTnet.Protocol.MqttQualityOfServiceLevel)qos).Build(),
        TestContext.Current.CancellationToken);

    internal Task SendAsync(string topic, string payload) => SendAsync(topic, System.Text.Encoding.UTF8.GetBytes(payload));

    internal Task SubscribeAsync(string filter) => Client.SubscribeAsync(filter, MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);

    internal List<MqttApplicationMessage> Received(string topic)
    {
        lock (_received)
            return [.. _received.Where(m => m.Topic == topic)];
    }

    internal async Task<MqttApplicationMessage> NextAsync(string topic, int count = 1)
    {
        await GatewayFixture.UntilAsync(() => Received(topic).Count >= count);
        return Received(topic)[count - 1];
    }

    internal void Command(string id, string device, string name, string args) => Commands.Accept(new Command
    {
        CommandId = id, Device = device, Name = name, ArgsJson = args, ExpiresAtMs = long.MaxValue / 2,
    });

    internal Task UntilStateAsync(string id, CommandState state) => GatewayFixture.UntilAsync(() => Commands.StateOf(id) == state);

    /// <summary>Every value in the routine lane, as device, quantity and value.</summary>
    internal async Task<List<(string Device, string Quantity, double Value)>> ValuesAsync()
    {
        var found = new List<(string, string, double)>();
        foreach (var batch in await Fixture.StoredAsync())
        {
            var next = 0;
            for (var message = 0; message < batch.Device.Count; message++)
            {
                for (var i = 0u; i < batch.ValueCount[message]; i++, next++)
                    found.Add((batch.Devices[(int)batch.Device[message]].Device, batch.Quantities[(int)batch.Quantity[next]], batch.Value[next]));
            }
        }

        return found;
    }

    /// <summary>Every status in the routine lane.</summary>
    internal async Task<List<(string Device, bool Online)>> StatusesAsync() =>
        [.. (await Fixture.StoredAsync()).SelectMany(b => b.Statuses.Select(s => (b.Devices[(int)s.Device].Device, s.Online)))];

    /// <summary>Why payloads went to quarantine.</summary>
    internal async Task<List<string>> ReasonsAsync() => [.. (await Fixture.StoredAsync()).SelectMany(b => b.Quarantined).Select(q => q.Reason)];

    public ValueTask DisposeAsync() => Fixture.DisposeAsync();

    private static EnrolledDevice Enrolled(string device, string deviceClass, string dialect, Action<EnrolledDevice> more)
    {
        var enrolled = GatewayFixture.Enrolled(device);
        (enrolled.Class, enrolled.Dialect) = (deviceClass, dialect);
        more(enrolled);
        return enrolled;
    }
}
