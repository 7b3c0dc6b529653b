using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.SystemTests.Peers;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>F-13: mutated frames, half frames and false length claims over thousands of connections; the gateway stays small, idle and of service.</summary>
[Collection(nameof(Alone))]
[Trait("Category", "Fault")]
public sealed class FuzzTests
{
    private const int Workers = 4;
    private const int MaxMutations = 6;
    private const long MaxResidentBytes = 150L * 1024 * 1024;
    private const long MaxGrowthBytes = 64L * 1024 * 1024;
    private const int IdleWindows = 3;
    private const double MaxIdleShare = 0.03;
    private const byte MaxLengthByte = 0x7F;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IdleWindow = TimeSpan.FromSeconds(4);

    private static TimeSpan Duration => TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("SMARTCOMMUNITY_LONG") == "1" ? 60 : 10);

    [Fact]
    public async Task Mutated_frames_neither_stop_the_gateway_nor_make_it_large_or_busy()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using var line = await LineUnderTest.StartAsync();
        await line.EnrolAsync([("w-1", "wearable"), ("w-2", "wearable")]);
        var frames = Frames(line);
        var before = line.Gateway.ResidentBytes;

        using var enough = new CancellationTokenSource(Duration);
        var peak = PeakAsync(line.Gateway, enough.Token);
        var connections = await Task.WhenAll(Enumerable.Range(0, Workers).Select(i => FuzzAsync(line, frames, seed, i, enough.Token)));
        var idle = await IdleShareAsync(line.Gateway);

        var context = $"seed {seed}, {connections.Sum()} connections";
        TestContext.Current.TestOutputHelper?.WriteLine($"{context}, peak {await peak / 1024 / 1024} MiB, idle {idle:P1}");
        Assert.False(line.Gateway.HasExited, context + line.Gateway.Output);
        Assert.True(connections.Sum() > 100, context);
        Assert.True(await peak < MaxResidentBytes, $"{context}: {await peak / 1024 / 1024} MiB");
        Assert.True(await peak - before < MaxGrowthBytes, $"{context}: grew from {before / 1024 / 1024} to {await peak / 1024 / 1024} MiB");
        Assert.True(idle < MaxIdleShare, $"{context}: {idle:P1} of a core while idle");
        Assert.True(line.Gateway.Alarms.Count == 0, $"{context}: {string.Join(Environment.NewLine, line.Gateway.Alarms.Take(3))}{Environment.NewLine}{line.Gateway.Output}");
        await Mosquitto.PublishAsync(line, "w-2", "wearable", "telemetry", """{"v":{"heartRate":73}}""");
        await Until.TrueAsync(
            "a good device is served",
            async () => (await line.Api.GetStringAsync("api/v1/devices/w-2/latest")).Contains("73", StringComparison.Ordinal),
            LineUnderTest.Patience,
            () => $"{context} {line.Gateway.Output}");
    }

    /// <summary>Good frames, with and without a login before them; every connection sends one of them mutated.</summary>
    private static byte[][] Frames(LineUnderTest line)
    {
        const string Topic = "fc/v1/baihe/wearable/w-1/";
        var connect = RawDevice.Connect("w-1", line.Tokens["w-1"]);
        byte[] ping = [0xC0, 0], disconnect = [0xE0, 0], hugeClaim = [0x32, 0xFF, 0xFF, 0xFF, MaxLengthByte], stranger = [RawDevice.ConnectHeader, 0xFF, 0xFF, 0xFF, MaxLengthByte];
        return
        [
            connect,
            stranger,
            [.. connect, .. RawDevice.Publish(Topic + "telemetry", 1, """{"v":{"heartRate":72}}"""u8)],
            [.. connect, .. RawDevice.Publish(Topic + "event", 2, """{"id":"e-1","type":"fall"}"""u8)],
            [.. connect, .. RawDevice.Publish(Topic + "status", 3, """{"online":true}"""u8)],
            [.. connect, .. RawDevice.Publish(Topic + "cmdResp", 4, """{"id":"c-1","ok":true}"""u8)],
            [.. connect, .. RawDevice.Subscribe(Topic + "cmd"), .. ping, .. disconnect],
            [.. connect, .. hugeClaim],
        ];
    }

    private static async Task<int> FuzzAsync(LineUnderTest line, byte[][] frames, int seed, int worker, CancellationToken enough)
    {
        var random = new Random(seed + worker);
        var connections = 0;
        for (; !enough.IsCancellationRequested; connections++)
        {
            var bytes = Mutate(frames[random.Next(frames.Length)], random);
            var from = new IPAddress([127, 1, (byte)worker, (byte)random.Next(1, byte.MaxValue)]);
            using var device = await RawDevice.OpenAsync(line.MqttPort, from);
            try
            {
                await device.SendAsync(bytes);
                if (random.Next(4) == 0)
                {
                    device.Reset();
                    continue;
                }

                device.EndSending();
                await device.ReadToEndAsync(LineUnderTest.Patience);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"seed {seed}, worker {worker}, connection {connections}: not closed after FIN: {Convert.ToHexString(bytes)}");
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // Closed while we were still sending.
            }
        }

        return connections;
    }

    private static byte[] Mutate(byte[] good, Random random)
    {
        var bytes = new List<byte>(good);
        for (var i = random.Next(MaxMutations); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(byte.MaxValue + 1);
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(byte.MaxValue + 1));
                    break;
                case 3:
                    bytes.RemoveRange(at, random.Next(1, Math.Min(8, bytes.Count - at) + 1));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at); // Half a frame.
                    break;
            }
        }

        return [.. bytes];
    }

    private static async Task<long> PeakAsync(PartProcess part, CancellationToken enough)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var peak = part.ResidentBytes;
        while (!enough.IsCancellationRequested && await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken))
            peak = Math.Max(peak, part.ResidentBytes);
        return peak;
    }

    /// <summary>
    /// Share of one core that the gateway uses once it had time to settle; the smallest of a few windows, because the runtime may still be compiling on a busy machine.
    /// A thread that spins is in every window.
    /// </summary>
    private static async Task<double> IdleShareAsync(PartProcess part)
    {
        await TickAsync(Settling);
        var least = double.MaxValue;
        for (var window = 0; window < IdleWindows && least >= MaxIdleShare; window++)
        {
            var (used, started) = (part.ProcessorTime, Stopwatch.GetTimestamp());
            await TickAsync(IdleWindow);
            least = Math.Min(least, (part.ProcessorTime - used) / Stopwatch.GetElapsedTime(started));
        }

        return least;
    }

    private static async Task TickAsync(TimeSpan period)
    {
        using var timer = new PeriodicTimer(period);
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
