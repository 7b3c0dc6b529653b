using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Text;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cloud;
using SmartCommunity.Console;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>cloud</c>: ingest, stores, twins, API and console.</summary>
internal static class CloudVerb
{
    internal static Command Create()
    {
        var dataDir = PartOptions.DataDir();
        var port = PartOptions.Port("--port", "Port of the console and the API.", PartOptions.DefaultPort);
        var uplinkPort = PartOptions.PortAfter("--uplink-port", "Port gateways connect to; --port + 1 when absent.");
        var listen = new Option<string>("--listen") { Description = "Address of the API and the console. Beyond loopback people sign in with accounts, and a TLS proxy belongs before it.", DefaultValueFactory = _ => "127.0.0.1" };
        listen.Validators.Add(CheckAddress);
        var hosts = new Option<string[]>("--host") { Description = "Name or address by which browsers reach the console, once for each; needed beyond loopback; takes --sign-in.", DefaultValueFactory = _ => [] };
        var signIn = PartOptions.SignIn();
        var gatewayId = PartOptions.GatewayId();
        var tokenFile = new Option<string?>("--gateway-token-file") { Description = "File with the token of --gateway-id, which is enrolled at start; absent: only gateways enrolled before connect." };
        var secretFile = new Option<string?>("--district-secret-file") { Description = "File with the secret of simulated devices; absent: none can be enrolled." };
        var influxUrl = new Option<Uri?>("--influx-url") { Description = "Address of an InfluxDB that keeps the series; absent: the embedded store.", CustomParser = PartOptions.ParseAddress };
        var influxDatabase = new Option<string>("--influx-database") { Description = "Its database (1.x) or bucket (2.x, 3.x).", DefaultValueFactory = _ => "smartcommunity" };
        var influxTokenFile = new Option<string?>("--influx-token-file") { Description = "File with its token." };
        var channelsFile = new Option<string?>("--channels-file") { Description = "File with the channels of notifications; absent: channels.json in the cloud's folder, if there is one." };
        var publicAddress = new Option<Uri?>("--public-address") { Description = "Address by which recipients of notifications reach this host through a proxy, for links that acknowledge; absent: no links.", CustomParser = PartOptions.ParseAddress };
        var supervised = PartOptions.Supervised();
        var command = new Command("cloud", "Runs the cloud: ingest, stores, twins, API and console.")
        {
            dataDir, port, uplinkPort, listen, hosts, signIn, gatewayId, tokenFile, secretFile, influxUrl, influxDatabase, influxTokenFile, channelsFile, publicAddress, supervised,
        };
        command.SetAction(async (result, _) =>
        {
            var folder = DataFolder.Open(result.GetRequiredValue(dataDir));
            var secret = result.GetValue(secretFile) is { } path ? SecretFile.Read(path, "--district-secret-file") : null;
            var options = new CloudOptions
            {
                DataFolder = folder.Cloud,
                Address = AddressOf(result.GetRequiredValue(listen)),
                Port = result.GetValue(port),
                UplinkPort = result.GetValue(uplinkPort) ?? result.GetValue(port) + 1,
                LocalGateway = result.GetValue(tokenFile) is { } file ? (result.GetRequiredValue(gatewayId), file) : null,
                InfluxUrl = result.GetValue(influxUrl),
                InfluxDatabase = result.GetRequiredValue(influxDatabase),
                InfluxTokenFile = result.GetValue(influxTokenFile),
                ChannelsFile = result.GetValue(channelsFile),
                PublicAddress = result.GetValue(publicAddress),
                Hosts = result.GetRequiredValue(hosts),
                AsksForAccounts = result.GetValue(signIn),
                ProgramToken = secret is null ? null : CloudClient.TokenOf(Encoding.UTF8.GetBytes(secret)),
            };
            using var shutdown = Shutdown.Of(result.GetValue(supervised));
            using var folderLock = FolderLock.Take(folder.Cloud, "cloud");
            Ports.RequireFree((options.Port, "--port", "console and API"), (options.UplinkPort, "--uplink-port", "uplink of gateways"));
            return await RunAsync(options, secret, result.GetRequiredValue(gatewayId), shutdown.Token);
        });
        return command;
    }

    private static async Task<int> RunAsync(CloudOptions options, string? districtSecret, string gateway, CancellationToken stop)
    {
        try
        {
            var app = await CloudHost.BuildAsync(
                options,
                builder =>
                {
                    PartLogging.Configure(builder.Logging);
                    builder.Services.AddConsole();
                },
                app =>
                {
                    app.MapConsole();
                    if (districtSecret is not null)
                    {
                        SimulatedEnrolment.Map(app, districtSecret, gateway);
                    }
                },
                stop);
            return await WebPart.RunAsync(app, stop);
        }
        catch (Exception fault) when (fault is ArgumentException or SeriesStoreUnavailableException)
        {
            throw new UsageException(fault.Message.ReplaceLineEndings(" "));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
    }

    private static void CheckAddress(OptionResult result)
    {
        var text = result.GetValueOrDefault<string>() ?? "";
        if (text != "localhost" && !IPAddress.TryParse(text, out _))
            result.AddError($"--listen {text} is no IP address, as 127.0.0.1 or 0.0.0.0.");
    }

    private static IPAddress AddressOf(string text) => text == "localhost" ? IPAddress.Loopback : IPAddress.Parse(text);
}
