namespace SmartCommunity.Gateway.Mqtt;

/// <summary>Limits of the MQTT intake. Checked at start with the rest of <see cref="GatewayOptions"/>.</summary>
public sealed record IntakeOptions
{
    /// <summary>Smallest frame cap: a CONNECT with a Last Will must fit.</summary>
    internal const int MinFrameBytes = 1024;

    /// <summary>Largest frame cap: 1 MiB. Every connection may hold one frame in memory.</summary>
    internal const int MaxFrameBytesLimit = 1_048_576;

    /// <summary>
    /// Largest control packet in bytes, 1,024 to 1,048,576; default 65,536. A larger one closes the connection at its length field. Smaller refuses
    /// long back-fill arrays; larger lets every connection hold that much memory.
    /// </summary>
    public int MaxFrameBytes { get; init; } = 65_536;

    /// <summary>
    /// Largest CONNECT packet in bytes, 256 to <see cref="MaxFrameBytes"/>; default 4,096. It is all that a stranger can make the gateway keep.
    /// </summary>
    public int MaxConnectBytes { get; init; } = 4_096;

    /// <summary>Time to finish the CONNECT (and the TLS handshake before it), 1 to 60 s; default 5 s. Shorter refuses slow radio links.</summary>
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Most connections from one address, 1 to 1,000,000; default 6,000: a community's 5,000 devices behind one router reconnecting at once must pass.
    /// </summary>
    public int MaxConnectionsPerAddress { get; init; } = 6_000;

    /// <summary>Most connections in all, 1 to 1,000,000; default 20,000 (about 20 KB each).</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>Steady rate of a device in messages per second, 0.01 to 1,000,000; default 20. Above it: v5 0x97, v3.1.1 read slower, QoS 0 dropped.</summary>
    public double MessagesPerSecond { get; init; } = 20;

    /// <summary>Messages a device may send at once after a pause, 1 to 1,000,000; default 200.</summary>
    public double MessageBurst { get; init; } = 200;

    /// <summary>Steady rate of safety events, exempt from the other, per second, 0.01 to 1,000,000; default 10.</summary>
    public double SafetyEventsPerSecond { get; init; } = 10;

    /// <summary>Safety events a device may send at once, 1 to 1,000,000; default 50.</summary>
    public double SafetyEventBurst { get; init; } = 50;

    /// <summary>
    /// PUBLISH packets of one connection whose PUBACK waits for its commit, 1 to 65,535; default 1,024, announced as Receive Maximum. When it is
    /// reached, reading from that connection pauses.
    /// </summary>
    public int MaxUnacknowledged { get; init; } = 1_024;

    /// <summary>Longest keep-alive in seconds, 1 to 65,535; default 1,200. A v5 client that asks for more, or for none, is told this one.</summary>
    public int MaxKeepAliveSeconds { get; init; } = 1_200;

    /// <summary>How long a device may leave what it was sent unread or a command unacknowledged, 1 s to 10 min; default 20 s. Then it is disconnected.</summary>
    public TimeSpan UnreadLimit { get; init; } = TimeSpan.FromSeconds(20);

    internal IEnumerable<string> Faults()
    {
        const int million = 1_000_000, minConnect = 256;
        foreach (var fault in new[]
        {
            Range(nameof(MaxFrameBytes), MaxFrameBytes, MinFrameBytes, MaxFrameBytesLimit),
            Range(nameof(MaxConnectBytes), MaxConnectBytes, minConnect, MaxFrameBytes),
            Range(nameof(ConnectDeadline) + " in seconds", ConnectDeadline.TotalSeconds, 1, 60),
            Range(nameof(MaxConnectionsPerAddress), MaxConnectionsPerAddress, 1, million),
            Range(nameof(MaxConnections), MaxConnections, 1, million),
            Range(nameof(MessagesPerSecond), MessagesPerSecond, 0.01, million),
            Range(nameof(MessageBurst), MessageBurst, 1, million),
            Range(nameof(SafetyEventsPerSecond), SafetyEventsPerSecond, 0.01, million),
            Range(nameof(SafetyEventBurst), SafetyEventBurst, 1, million),
            Range(nameof(MaxUnacknowledged), MaxUnacknowledged, 1, ushort.MaxValue),
            Range(nameof(MaxKeepAliveSeconds), MaxKeepAliveSeconds, 1, ushort.MaxValue),
            Range(nameof(UnreadLimit) + " in seconds", UnreadLimit.TotalSeconds, 1, 600),
        })
        {
            if (fault is not null)
                yield return fault;
        }
    }

    private static string? Range(string name, double value, double min, double max) => value >= min && value <= max
        ? null
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Intake.{name} is {value}; it must be {min} to {max}.");
}
