namespace SmartCommunity.Simulators;

/// <summary>Counts of a running load.</summary>
/// <param name="Elapsed">Since the first message.</param>
/// <param name="Sent">Messages given to a connection, repeats not counted.</param>
/// <param name="Acknowledged">Messages with a PUBACK.</param>
/// <param name="Reconnects">Connections that ended before their time.</param>
public readonly record struct LoadProgress(TimeSpan Elapsed, long Sent, long Acknowledged, long Reconnects);

/// <summary>One call for help of a probe.</summary>
/// <param name="Id">Event id, unique.</param>
/// <param name="Device">Device id of the probe.</param>
/// <param name="SentMs">When it was handed to the connection, epoch milliseconds; also the event's <c>ts</c>.</param>
/// <param name="AcknowledgedMs">When its PUBACK arrived, epoch milliseconds; null: not before the run ended.</param>
public sealed record SosCall(string Id, string Device, long SentMs, long? AcknowledgedMs);

/// <summary>PUBACK latency from the socket write to the acknowledgement read, in milliseconds; values are exact to 3 %.</summary>
/// <param name="P50Ms">Half of all are not slower.</param>
/// <param name="P99Ms">99 % are not slower.</param>
/// <param name="P999Ms">99.9 % are not slower.</param>
/// <param name="MaxMs">The slowest.</param>
public readonly record struct LatencySummary(double P50Ms, double P99Ms, double P999Ms, double MaxMs);

/// <summary>What a load run did. Acknowledged + Unacknowledged = Sent.</summary>
public sealed record LoadSummary
{
    /// <summary>Boot number all messages carry: the start of the run in epoch seconds.</summary>
    public required long Boot { get; init; }

    /// <summary>Different messages sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Messages with a PUBACK.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Messages without: refused by a closed connection (MQTT 3.1.1 has no other way), or late beyond the drain limit.</summary>
    public long Unacknowledged => Sent - Acknowledged;

    /// <summary>Messages sent again on a new connection.</summary>
    public required long Repeated { get; init; }

    /// <summary>Connections that ended before their time.</summary>
    public required long Reconnects { get; init; }

    /// <summary>Devices the broker refused at CONNECT; they sent nothing.</summary>
    public required int RefusedDevices { get; init; }

    /// <summary>First message to last acknowledgement.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Acknowledged messages a second of <see cref="Elapsed"/>.</summary>
    public double Throughput => Elapsed > TimeSpan.Zero ? Acknowledged / Elapsed.TotalSeconds : 0;

    /// <summary>Processor time of this process during the run, all threads.</summary>
    public required TimeSpan ProcessorTime { get; init; }

    /// <summary>PUBACK latency.</summary>
    public required LatencySummary Latency { get; init; }

    /// <summary>Every call of the probes, in order of sending per probe.</summary>
    public required IReadOnlyList<SosCall> SosCalls { get; init; }
}
