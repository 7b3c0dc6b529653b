using System.Diagnostics;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>F-07: the gateway's disk is full. Routine data is refused so that the device keeps it, an SOS is still taken, and space alone heals it.</summary>
[Trait("Category", "Fault")]
public sealed class DiskFullTests
{
    private const string DiskSize = "64m";
    private const int MaxAttempts = 20_000;

    [Fact]
    public async Task A_full_disk_refuses_routine_data_takes_an_sos_and_recovers_without_a_restart()
    {
        using var disk = SmallDisk.TryMount(DiskSize);
        Assert.SkipUnless(disk is not null, "Mounting a tmpfs is not permitted here.");
        await using var line = await LineUnderTest.StartAsync(gatewayFolder: Path.Combine(disk.Path, "gateway"));
        await line.EnrolAsync([("w-1", "wearable"), ("b-1", "panicButton")]);
        await line.Cloud.StopAsync();
        using var v5 = await ConnectAsync(line, "w-1", MqttProtocolVersion.V500);
        using var button = await ConnectAsync(line, "b-1", MqttProtocolVersion.V500);

        disk.Fill();
        var accepted = await PublishUntilRefusedAsync(v5);
        await v5.DisconnectAsync(new MqttClientDisconnectOptions(), TestContext.Current.CancellationToken);
        using var v311 = await ConnectAsync(line, "w-1", MqttProtocolVersion.V311);
        await Assert.ThrowsAnyAsync<MqttCommunicationException>(() => PublishAsync(v311, "w-1", "wearable", "telemetry", Telemetry(seq: MaxAttempts + 1)));
        var sos = await PublishAsync(button, "b-1", "panicButton", "event", """{"id":"e-1","type":"sos"}""");
        disk.Free();
        using var again = await ConnectAsync(line, "w-1", MqttProtocolVersion.V500);
        await Until.TrueAsync(
            "routine data is taken again",
            async () => (await PublishAsync(again, "w-1", "wearable", "telemetry", Telemetry(seq: MaxAttempts + 2))).ReasonCode == MqttClientPublishReasonCode.Success,
            LineUnderTest.Patience);

        Assert.Equal(MqttClientPublishReasonCode.Success, sos.ReasonCode);
        line.StartCloud();
        await line.WaitForCloudAsync();
        await line.WaitForDrainAsync();
        var events = await line.Api.GetStringAsync("api/v1/devices/b-1/events", TestContext.Current.CancellationToken);
        Assert.Contains("e-1", events, StringComparison.Ordinal);
        Assert.True(accepted >= 0);
    }

    private static async Task<int> PublishUntilRefusedAsync(IMqttClient client)
    {
        for (var seq = 0; seq < MaxAttempts; seq++)
        {
            var result = await PublishAsync(client, "w-1", "wearable", "telemetry", Telemetry(seq));
            if (result.ReasonCode == MqttClientPublishReasonCode.QuotaExceeded)
                return seq;
            Assert.Equal(MqttClientPublishReasonCode.Success, result.ReasonCode);
        }

        Assert.Fail($"{MaxAttempts} messages were accepted on a full disk.");
        return 0;
    }

    private static string Telemetry(int seq) => $$$"""{"boot":1,"seq":{{{seq}}},"v":{"heartRate":72}}""";

    private static Task<MqttClientPublishResult> PublishAsync(IMqttClient client, string device, string deviceClass, string kind, string payload) =>
        client.PublishAsync(
            new MqttApplicationMessageBuilder()
                .WithTopic($"fc/v1/{LineUnderTest.Community}/{deviceClass}/{device}/{kind}")
                .WithPayload(payload)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .Build(),
            TestContext.Current.CancellationToken);

    private static async Task<IMqttClient> ConnectAsync(LineUnderTest line, string device, MqttProtocolVersion version)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder()
                .WithTcpServer("127.0.0.1", line.MqttPort)
                .WithProtocolVersion(version)
                .WithClientId(device)
                .WithCredentials(device, line.Tokens[device])
                .Build(),
            TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>A small file system of its own, filled with a ballast file.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private const int ChunkBytes = 64 * 1024;

        private SmallDisk(string path) => Path = path;

        internal string Path { get; }

        private string Ballast => System.IO.Path.Combine(Path, "ballast");

        internal static SmallDisk? TryMount(string size)
        {
            var path = Directory.CreateTempSubdirectory("disk").FullName;
            return Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", path) == 0 ? new SmallDisk(path) : null;
        }

        internal void Fill()
        {
            using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            var chunk = new byte[ChunkBytes];
            try
            {
                while (true)
                    file.Write(chunk);
            }
            catch (IOException)
            {
                // Full, as wanted.
            }
        }

        internal void Free() => File.Delete(Ballast);

        public void Dispose()
        {
            Run("umount", "-l", Path);
            Directory.Delete(Path);
        }

        private static int Run(string command, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
