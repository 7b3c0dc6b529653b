using System.Globalization;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>A load run: who sends, how fast, how long.</summary>
public sealed record LoadOptions
{
    private const int MaxConnections = 20_000;
    private const int MaxWindow = 4_096;
    private const int MaxProbes = 100;

    /// <summary>The broker.</summary>
    public required BrokerEndpoint Endpoint { get; init; }

    /// <summary>Token of a device id; see <see cref="DeviceToken.Derive"/>.</summary>
    public required Func<string, string> Token { get; init; }

    /// <summary>Community code of the load devices.</summary>
    public required string Community { get; init; }

    /// <summary>Connections, one device each; 1–20,000, default 50.</summary>
    public int Connections { get; init; } = 50;

    /// <summary>Messages a second over all connections; 0, the default: as fast as the windows allow.</summary>
    public double Rate { get; init; }

    /// <summary>Unacknowledged messages a connection may have; 1–4,096, default 64. More: throughput over latency.</summary>
    public int Window { get; init; } = 64;

    /// <summary>How long messages are sent, above 0; default 10 s. Waiting for the last acknowledgements comes on top.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after the end acknowledgements are awaited; default 30 s.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Extra panic buttons that each send an <c>sos</c> event every <see cref="SosInterval"/>; 0–100, default none.</summary>
    public int SosProbes { get; init; }

    /// <summary>Time between two calls of one probe; default 1 s.</summary>
    public TimeSpan SosInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>File that gets every (device, boot, seq) before it is sent and after it is acknowledged, see <see cref="LoadJournal"/>; null, the default: none. Costs about 1 µs a message.</summary>
    public string? JournalPath { get; init; }

    /// <summary>The devices of the run, to be enrolled before it: <c>{community}-load-0001</c> (wearables), then <c>{community}-probe-001</c> (panic buttons).</summary>
    public IReadOnlyList<SimulatedDevice> Devices() =>
        [.. Enumerable.Range(1, Connections).Select(n => Device("wearable", "load", n, "D4")), .. Enumerable.Range(1, SosProbes).Select(n => Device("panicButton", "probe", n, "D3"))];

    internal void Check()
    {
        RequireRange(Connections, 1, MaxConnections, nameof(Connections));
        RequireRange(Window, 1, MaxWindow, nameof(Window));
        RequireRange(SosProbes, 0, MaxProbes, nameof(SosProbes));
        if (!(Rate >= 0) || double.IsInfinity(Rate))
            throw new ArgumentOutOfRangeException(nameof(Rate), Rate, "Must be 0 (as fast as possible) or a number of messages a second.");
        if (Duration <= TimeSpan.Zero || SosInterval <= TimeSpan.Zero || DrainLimit < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(Duration), Duration, "Duration and SosInterval must be above 0, DrainLimit not below.");
    }

    private static void RequireRange(int value, int from, int to, string name)
    {
        if (value < from || value > to)
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"Must be {from} to {to}."));
    }

    private SimulatedDevice Device(string @class, string kind, int number, string digits)
    {
        var id = $"{Community}-{kind}-{number.ToString(digits, CultureInfo.InvariantCulture)}";
        return new SimulatedDevice(new DeviceAddress(Community, @class, id), $"负载 {id}", Token(id), number, Home: 0);
    }
}
