using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Simulation;
using SmartCommunity.Console;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;
using Directory = System.IO.Directory;

namespace SmartCommunity.SystemTests.Console;

/// <summary>
/// A whole cloud with its console on free ports and a temp folder, with devices of one community reporting through the real uplink: a day of history,
/// latest values, one fall, two quarantined payloads.
/// </summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    internal const string Gateway = "gw-console-test";
    internal const string AirDevice = "air-001";
    internal const string RadarDevice = "radar-001";

    private const string ButtonClass = "panicButton";
    private const string Token = "console-test-gateway-token-0123456789abcdef";
    private const int HistoryMinutes = 24 * 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("console-test-").FullName;
    private WebApplication? _app;
    private UplinkFeeder? _feeder;
    private int _buttons;

    /// <summary>Where the console is.</summary>
    public Uri BaseAddress { get; private set; } = null!;

    /// <summary>Code of the community whose devices report.</summary>
    public string Community { get; private set; } = "";

    /// <summary>The gateway of the devices, to go on where the fixture's history ends.</summary>
    internal UplinkFeeder Feeder => _feeder!;

    /// <summary>The host's services, for what a test must set up.</summary>
    public IServiceProvider Services => _app!.Services;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        var tokenFile = Path.Combine(_folder, "gateway.token");
        await File.WriteAllTextAsync(tokenFile, Token, stop);
        var options = new CloudOptions { DataFolder = _folder, Port = 0, UplinkPort = 0, LocalGateway = (Gateway, tokenFile) };
        _app = await CloudHost.BuildAsync(options, Configure, app => app.MapConsole(), stop);
        await _app.StartAsync(stop);
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        BaseAddress = new Uri(addresses[0]);
        await EnrolAsync(stop);
        await FeedAsync(new Uri(addresses[1]), stop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_feeder is not null)
            await _feeder.DisposeAsync();
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Enrols a panic button, and returns its id: what one test finds or mutes by it is no other's.</summary>
    internal async Task<string> NewButtonAsync()
    {
        var button = new NewDevice { Id = $"help-{++_buttons:000}", Community = Community, Class = ButtonClass, Name = $"呼救按钮 {_buttons}", Gateway = Gateway };
        await CreateAsync(button, TestContext.Current.CancellationToken);
        return button.Id;
    }

    /// <summary>Presses a panic button; returns the id of the event.</summary>
    internal async Task<string> PressAsync(string button)
    {
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var happened = new DecodedEvent
        {
            Address = new DeviceAddress(Community, ButtonClass, button), AtMs = nowMs, ReceivedAtMs = nowMs, Quality = Quality.Good, EventId = $"e-{nowMs}", Type = "sos", DataJson = "{}",
        };
        await Services.GetRequiredService<StoreEvents>()([happened], TestContext.Current.CancellationToken);
        return happened.EventId;
    }

    /// <summary>Presses a panic button; returns the id of the alert.</summary>
    internal async Task<string> CallForHelpAsync(string button)
    {
        var pressed = await PressAsync(button);
        return await AlertAsync(new AlertQuery(Device: button), alert => alert.EventId == pressed);
    }

    /// <summary>Returns the id of the first alert that is so, once there is one.</summary>
    internal async Task<string> AlertAsync(AlertQuery query, Func<AlertView, bool>? isSo = null)
    {
        const int enough = 10;
        var desk = Services.GetRequiredService<AlertDesk>();
        string? id = null;
        await Until.TrueAsync(
            "the alert is there", () => Task.FromResult((id = desk.List(query, 1, enough).Value!.Items.FirstOrDefault(isSo ?? (static _ => true))?.Id) is not null), TimeSpan.FromMinutes(1));
        return id!;
    }

    private static void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddConsole();
    }

    private async Task EnrolAsync(CancellationToken stop)
    {
        var places = await Services.GetRequiredService<PlaceDirectory>().CommunitiesAsync(street: null, stop);
        Community = places[0].Code;
        // The devices are simulated: every page says so.
        Services.GetRequiredService<SimulationStatus>().Enrolling(Enrolments().Count(), control: null);
        foreach (var device in Enrolments())
            await CreateAsync(device, stop);
        await ProvisionAsync(stop);
    }

    private async Task CreateAsync(NewDevice device, CancellationToken stop)
    {
        var outcome = await Services.GetRequiredService<DeviceRegistry>().CreateAsync(device, stop);
        Assert.True(outcome.Succeeded, string.Join(" ", outcome.Faults.Select(f => f.Message)));
    }

    /// <summary>A delivery with one code revoked, and a certificate that is good and one that runs out soon.</summary>
    private async Task ProvisionAsync(CancellationToken stop)
    {
        var claims = Services.GetRequiredService<ClaimDesk>();
        await claims.PrepareAsync(new NewClaims { Batch = "box-2026-11", Class = "smokeDetector", Prefix = "box-smoke-", Count = 12 }, "test", stop);
        await claims.RevokeAsync("box-smoke-03", "test", stop);
        foreach (var (device, days) in new[] { (AirDevice, 365), (RadarDevice, 20) })
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var csr = new CertificateRequest($"CN={device}", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
            var outcome = await Services.GetRequiredService<CertificateDesk>().IssueAsync(device, new NewCertificate { Csr = csr, Days = days }, "test", stop);
            Assert.True(outcome.Succeeded, string.Join(" ", outcome.Faults.Select(f => f.Message)));
        }
    }

    private IEnumerable<NewDevice> Enrolments()
    {
        yield return new NewDevice { Id = AirDevice, Community = Community, Class = "indoorAir", Name = "活动室空气", Gateway = Gateway };
        yield return new NewDevice { Id = RadarDevice, Community = Community, Class = "fallRadar", Name = "3 幢 102 跌倒雷达", Gateway = Gateway };
        foreach (var known in DeviceClassCatalogue.Default.All)
        {
            for (var number = 1; number <= 8; number++)
                yield return new NewDevice { Id = $"{known.Code}-{number:000}", Community = Community, Class = known.Code, Name = $"{known.Zh} {number}", Gateway = Gateway };
        }
    }

    private async Task FeedAsync(Uri uplink, CancellationToken stop)
    {
        _feeder = await UplinkFeeder.ConnectAsync(uplink, Gateway, Token, stop);
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await _feeder.SendAsync(Lane.Routine, History(nowMs), stop);
        await _feeder.SendAsync(Lane.Alarm, Fall(nowMs), stop);
        await _feeder.HeartbeatAsync(
            new Heartbeat
            {
                SentAtMs = nowMs, ConnectedDevices = 114, MessagesReceived = 12_345, MessagesRefused = 3, MessagesQuarantined = 2, DuplicatesDropped = 17, RssBytes = 81_000_000,
                Backlog = { new LaneBacklog { Lane = Lane.Routine, Items = 42, Bytes = 18_000, OldestReceivedAtMs = nowMs - 2000 }, new LaneBacklog { Lane = Lane.Alarm } },
            },
            stop);
    }

    private Batch History(long nowMs)
    {
        const int StepMs = 60_000;
        const uint Uncertain = (uint)Quality.Uncertain;
        var writer = new BatchWriter();
        var air = new DeviceRef { Community = Community, Class = "indoorAir", Device = AirDevice };
        for (var minute = HistoryMinutes - 1; minute >= 0; minute--)
        {
            var phase = minute * Math.PI / 360;
            writer.Message(air, nowMs - minute * StepMs, 0, ("temp", 21 + 3 * Math.Sin(phase)), ("humidity", 48 + 9 * Math.Cos(phase)), ("co2", 620 + 240 * Math.Sin(phase * 2)));
        }

        foreach (var known in DeviceClassCatalogue.Default.All)
        {
            for (var number = 1; number <= 7; number++)
            {
                var values = known.Quantities.Select(q => (q.Name, q.Kind == QuantityKind.Number ? Math.Round(Math.Clamp(20 + number * 3.1, q.Min, q.Max), q.Decimals) : q.Min)).ToArray();
                writer.Message(new DeviceRef { Community = Community, Class = known.Code, Device = $"{known.Code}-{number:000}" }, nowMs - number * 1000, number == 7 ? Uncertain : 0, values);
            }
        }

        writer.Batch.Quarantined.Add(new QuarantinedPayload
        {
            Device = writer.DeviceIndex(air), ReceivedAtMs = nowMs - 5000, Topic = $"fc/v1/{Community}/indoorAir/{AirDevice}/telemetry",
            Reason = QuarantineReason.UnknownQuantity, Detail = "Field 'wendu' is no quantity of the catalogue.",
            Payload = ByteString.CopyFrom(Encoding.UTF8.GetBytes("{\"v\":{\"wendu\":235,\"humidity\":51}}")),
        });
        writer.Batch.Quarantined.Add(new QuarantinedPayload
        {
            Device = writer.DeviceIndex(air), ReceivedAtMs = nowMs - 4000, Topic = $"fc/v1/{Community}/indoorAir/{AirDevice}/telemetry",
            Reason = QuarantineReason.Malformed, Detail = "The payload is not JSON.", Payload = ByteString.CopyFrom(Encoding.UTF8.GetBytes("temp=22.1")),
        });
        return writer.Batch;
    }

    private Batch Fall(long nowMs)
    {
        var writer = new BatchWriter();
        var radar = writer.DeviceIndex(new DeviceRef { Community = Community, Class = "fallRadar", Device = RadarDevice });
        writer.Batch.Events.Add(new DeviceEvent
        {
            Device = radar, AtMs = nowMs - 30_000, ReceivedAtMs = nowMs - 29_600, EventId = "fall-1", Type = "fall", DataJson = "{\"id\":\"fall-1\"}",
        });
        return writer.Batch;
    }
}
