using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Peers;

/// <summary>
/// Microsoft's own device SDK: connected to the gateway as it is, and beside the gateway's uplink at one server. A hub of Azure's cannot be reached from every machine that runs these
/// tests; what it is told by its own client can be seen everywhere.
/// </summary>
[Trait("Category", "Peer")]
public sealed class IotHubSdkTests
{
    private const string Device = "h-1", GatewayIdentity = "gw-7", HubName = "fuyang.azure-devices.cn";

    private const int CleanSession = 2; // Bit of the connect flags, MQTT 3.1.1 §3.1.2.4.

    private static readonly byte[] GatewayKey = SHA256.HashData("the gateway's key at the hub"u8);

    private static string Folder => Path.Combine(Repository.Root, "tests", "SmartCommunity.SystemTests", "Peers", "IotHubSdk");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("method")]
    [InlineData("message")]
    public async Task A_device_written_for_IoT_Hub_connects_unchanged(string listensTo)
    {
        SkipUnlessInstalled();
        await using var line = await LineUnderTest.StartAsync();
        using var authority = new CertificateAuthority(line.Folder, "authority");
        var port = await line.RestartGatewayWithTlsAsync(authority);
        using var enrolled = await line.Api.PostAsJsonAsync(
            "api/v1/devices", new NewDevice { Id = Device, Community = LineUnderTest.Community, Class = "wearable", Dialect = "iotHub" }, Cancel);
        var key = (await enrolled.Content.ReadFromJsonAsync<EnrolledDeviceView>(Cancel))!.SharedAccessKey!;
        await line.EnrolAsync([("w-1", "wearable")]); // Waits until the gateway knows it, and so the one before.

        using var device = StartDevice(authority, $"HostName=gateway.example;DeviceId={Device};SharedAccessKey={key};GatewayHostName=localhost:{port}", listensTo);
        await ToldAsync("reported", "error", null);
        await line.DesireAsync(Device, """{"interval":30}""");
        await ToldAsync("desired", "delta", """{"interval":30,"$version":1}""");
        using var issued = await line.Api.PostAsJsonAsync($"api/v1/devices/{Device}/commands", new NewCommand { Name = "locate", Id = "c-1" }, Cancel);
        await ToldAsync(listensTo, "name", "\"locate\"");

        await SeenAsync("the heart rate", async () => (await line.Api.GetFromJsonAsync<TwinView>($"api/v1/devices/{Device}/latest", Cancel))!.Values is [{ Quantity: "heartRate", Value: 72 }]);
        await SeenAsync("the call for help", async () => (await line.CallsForHelpAsync()).Count == 1);
        await SeenAsync("the report", async () => Values(await TwinAsync("reported")) == """{"firmware":"1.2","interval":30}""");
        await SeenAsync("nothing more to tell the device", async () => (await TwinAsync("pending")).GetRawText() == "[]");
        CommandView? command = null;
        await SeenAsync("the end of the command", async () => (command = await line.Api.GetFromJsonAsync<CommandView>("api/v1/commands/c-1", Cancel))!.EndedAt is not null);
        Assert.Equal("succeeded", command!.State);
        Assert.Equal(listensTo == "method" ? """{"room":"kitchen"}""" : null, command.Result?.GetRawText());

        Task ToldAsync(string what, string name, string? json) => SeenAsync(
            $"the device tells '{what}' with {name} = {json ?? "null"}",
            () => Task.FromResult(device.Output.Split('\n').Any(l => l.Contains($"{{\"what\":\"{what}\"", StringComparison.Ordinal) && l.Contains($"\"{name}\":{json ?? "null"}", StringComparison.Ordinal))));

        Task SeenAsync(string what, Func<Task<bool>> ask) => Until.TrueAsync(what, ask, LineUnderTest.Patience, () => device.Output + Environment.NewLine + line.Gateway.Output);

        async Task<JsonElement> TwinAsync(string member) => JsonElement.Parse(await line.Api.GetStringAsync($"api/v1/twins/device:{Device}", Cancel)).GetProperty(member);
    }

    [Fact]
    public async Task The_uplink_says_to_a_hub_what_Microsofts_client_says()
    {
        SkipUnlessInstalled();
        await using var line = await LineUnderTest.StartAsync();
        using var authority = new CertificateAuthority(line.Folder, "authority");
        await using var hub = new RecordingHub(authority.Server());

        using (var device = StartDevice(authority, Connection(hub), "send"))
        {
            await device.WaitForExitAsync();
            Assert.True(device.ExitCode == 0, device.Output);
        }

        var (theirs, theirMessage) = (hub.Logins.Single(), hub.Messages.Single());
        // As for a public hub, whose authority the system knows.
        await ForwardAsync(line, hub, new Dictionary<string, string> { ["SSL_CERT_FILE"] = authority.File });
        await Mosquitto.PublishAsync(line, "w-1", "wearable", "telemetry", """{"v":{"heartRate":72}}""");
        HubMessage? ourMessage = null;
        await Until.TrueAsync(
            "the measurement is at the hub",
            () => Task.FromResult((ourMessage = hub.Messages.FirstOrDefault(m => m.Body.Contains("\"heartRate\":72", StringComparison.Ordinal) && m != theirMessage)) is not null),
            LineUnderTest.Patience,
            () => line.Gateway.Output);
        var ours = hub.Logins.Last();

        Assert.Equal((theirs.Protocol, theirs.Level, theirs.ClientId), (ours.Protocol, ours.Level, ours.ClientId));
        Assert.Equal(theirs.Flags | CleanSession, ours.Flags); // The uplink subscribes to nothing, so the hub need keep nothing for it.
        Assert.InRange(ours.KeepAliveSeconds, 1, theirs.KeepAliveSeconds);
        Assert.Equal(theirs.UserName.Split('&')[0], ours.UserName); // What follows is the name of their program.
        var (theirSas, ourSas) = (Sas(theirs), Sas(ours));
        Assert.Equal(theirSas.Keys, ourSas.Keys);
        Assert.Equal(theirSas["sr"], ourSas["sr"]);
        Assert.All([theirSas, ourSas], sas => Assert.Equal(Signature(sas["sr"], sas["se"]), sas["sig"]));
        Assert.InRange(Expiry(ourSas) - Expiry(theirSas), 0, LineUnderTest.Patience.TotalSeconds); // An hour, both.
        var (theirBag, ourBag) = (Bag(theirMessage), Bag(ourMessage!));
        Assert.Equal((theirMessage.Qos, theirMessage.IsRetained), (ourMessage!.Qos, ourMessage.IsRetained));
        Assert.Equal([.. theirBag.Keys, "gateway"], ourBag.Keys);
        Assert.All(["%24.ct", "%24.ce"], name => Assert.Equal(theirBag[name], ourBag[name]));
    }

    [Fact]
    public async Task A_call_for_help_is_at_the_hub_before_the_rest_of_a_back_fill()
    {
        const int Messages = 4, Items = 900, PartCharacters = 180 * 1024; // However they are gathered, one bundle is more than the hub takes in a message.
        await using var line = await LineUnderTest.StartAsync();
        using var authority = new CertificateAuthority(line.Folder, "authority");
        await using var hub = new RecordingHub(authority.Server());
        var goOn = new TaskCompletionSource();
        hub.BeforeAcknowledging = message => message.Body.Length >= PartCharacters ? goOn.Task : Task.CompletedTask;
        await ForwardAsync(line, hub, environment: null, "--iot-hub-authority", authority.File);
        using var device = await MqttDevice.ConnectAsync(line, "w-1", "wearable");
        var first = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - Messages * Items;
        var last = first + Messages * Items - 1;

        await Task.WhenAll(Enumerable.Range(0, Messages).Select(m => device.BackFillAsync(first + m * Items, Items, "\"heartRate\":72")));
        await SeenAsync("the first part is at the hub", () => Task.FromResult(hub.Messages.Any(m => m.Body.Length >= PartCharacters)));
        await device.SayAsync("e-1", "sos");
        await SeenAsync("the call for help waits for the hub", async () =>
            Prometheus.Sum(await line.GatewayHttp.GetStringAsync("metrics", Cancel), "smartcommunity_gateway_iothub_backlog{otel_scope_name=\"SmartCommunity.Gateway.IotHub\",lane=\"alarm\"") == 1);
        goOn.SetResult();
        await SeenAsync("all is at the hub", () => Task.FromResult(hub.Messages.Any(m => m.Body.Contains($"\"ts\":{last}", StringComparison.Ordinal))));

        var afterHeld = hub.Messages.SkipWhile(m => m.Body.Length < PartCharacters).Skip(1).First().Body;
        Assert.Contains("\"sos\"", afterHeld, StringComparison.Ordinal);

        Task SeenAsync(string what, Func<Task<bool>> ask) => Until.TrueAsync(what, ask, LineUnderTest.Patience, () => line.Gateway.Output);
    }

    private static string Connection(RecordingHub hub) =>
        $"HostName={HubName};DeviceId={GatewayIdentity};SharedAccessKey={Convert.ToBase64String(GatewayKey)};GatewayHostName=localhost:{hub.Port}";

    /// <summary>Starts the gateway again with the hub as a second uplink, and enrols a wearable.</summary>
    private static async Task ForwardAsync(LineUnderTest line, RecordingHub hub, IReadOnlyDictionary<string, string>? environment, params string[] more)
    {
        var file = Path.Combine(line.Folder, "iot-hub");
        await File.WriteAllTextAsync(file, Connection(hub), Cancel);
        await line.Gateway.StopAsync();
        line.StartGateway(environment, wrapper: null, ["--iot-hub-file", file, .. more]);
        await line.WaitForGatewayAsync();
        await line.EnrolAsync([("w-1", "wearable")]);
    }

    private static void SkipUnlessInstalled() =>
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules")) && Mosquitto.IsInstalled, "Microsoft's SDK (npm ci in Peers/IotHubSdk) or mosquitto_pub is not installed.");

    private static PartProcess StartDevice(CertificateAuthority authority, string connection, string argument) => PartProcess.Run(
        ["node", Path.Combine(Folder, "device.mjs"), argument], new Dictionary<string, string> { ["HUB_CONNECTION"] = connection, ["HUB_AUTHORITY"] = authority.File });

    /// <summary>Parts of a <c>SharedAccessSignature sr=…&amp;sig=…&amp;se=…</c>, as they stand in it.</summary>
    private static SortedDictionary<string, string> Sas(HubLogin login) => Pairs(login.Password["SharedAccessSignature ".Length..]);

    private static SortedDictionary<string, string> Bag(HubMessage message)
    {
        var folder = $"devices/{GatewayIdentity}/messages/events/";
        Assert.StartsWith(folder, message.Topic, StringComparison.Ordinal);
        return Pairs(message.Topic[folder.Length..]);
    }

    private static SortedDictionary<string, string> Pairs(string text) =>
        new(text.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]), StringComparer.Ordinal);

    private static string Signature(string resource, string expiry) =>
        Uri.EscapeDataString(Convert.ToBase64String(HMACSHA256.HashData(GatewayKey, Encoding.UTF8.GetBytes($"{resource}\n{expiry}"))));

    private static double Expiry(SortedDictionary<string, string> sas) => double.Parse(sas["se"], CultureInfo.InvariantCulture);

    private static string Values(JsonElement properties) => properties.GetProperty("values").GetRawText();
}
