namespace SmartCommunity.Simulators;

/// <summary>Where in time a replay stands.</summary>
public enum ReplayShift
{
    /// <summary>Every message keeps its recorded time: a back-fill.</summary>
    OwnTime,

    /// <summary>The last recorded instant becomes now; everything else lies in the past.</summary>
    LastIsNow,

    /// <summary>The first recorded instant becomes now: recorded data as if live. Only at speed 1, for faster would stamp messages in the future.</summary>
    FirstIsNow,
}

/// <summary>How a recording is replayed.</summary>
public sealed record ReplayOptions
{
    /// <summary>As fast as the acknowledgements come.</summary>
    public const double MaxSpeed = 0;

    private const double FastestPaced = 3600;
    private const int LargestBatch = 100;
    private const int LargestWindow = 64;
    private const int MostRefusals = 20;

    /// <summary>The broker of a device.</summary>
    public required Func<SimulatedDevice, BrokerEndpoint> Endpoint { get; init; }

    /// <summary>Recorded seconds per second, 1–3,600, or <see cref="MaxSpeed"/>, the default.</summary>
    public double Speed { get; init; } = MaxSpeed;

    /// <summary>Where in time; default the recording's own.</summary>
    public ReplayShift Shift { get; init; } = ReplayShift.OwnTime;

    /// <summary>Most messages in one array payload, 1–100, default 100 (about 10 kB).</summary>
    public int MaxBatch { get; init; } = LargestBatch;

    /// <summary>Unacknowledged payloads per device, 1–64, default 4.</summary>
    public int Window { get; init; } = 4;

    /// <summary>
    /// Refused connects in a row after which a device is given up, 1–20, default 6: with the back-off between them 8 to 16 s, in which a device enrolled a moment
    /// ago becomes known to its gateway even when the gateway has to find the cloud first. Fewer give up devices that would get in; more wait for those that never will.
    /// </summary>
    public int MaxRefusals { get; init; } = 6;

    internal void Check()
    {
        if (Speed != MaxSpeed && !(Speed is >= 1 and <= FastestPaced))
            throw new ArgumentOutOfRangeException(nameof(Speed), Speed, $"Must be 1 to {FastestPaced}, or {MaxSpeed} for as fast as possible.");
        if (Shift == ReplayShift.FirstIsNow && Speed != 1)
            throw new ArgumentOutOfRangeException(nameof(Speed), Speed, "Must be 1 when the first recorded instant becomes now: faster would stamp messages in the future.");
        if (MaxBatch is < 1 or > LargestBatch)
            throw new ArgumentOutOfRangeException(nameof(MaxBatch), MaxBatch, $"Must be 1 to {LargestBatch}.");
        if (Window is < 1 or > LargestWindow)
            throw new ArgumentOutOfRangeException(nameof(Window), Window, $"Must be 1 to {LargestWindow}.");
        if (MaxRefusals is < 1 or > MostRefusals)
            throw new ArgumentOutOfRangeException(nameof(MaxRefusals), MaxRefusals, $"Must be 1 to {MostRefusals}.");
    }
}

/// <summary>Counts of a running replay; every count is of messages, whatever arrays they travel in.</summary>
/// <param name="Dataset">The data set.</param>
/// <param name="Total">Messages of the files.</param>
/// <param name="Sent">Handed to a connection.</param>
/// <param name="Acknowledged">With a PUBACK.</param>
/// <param name="Refused">Of devices the broker refused.</param>
/// <param name="Elapsed">Since the first message.</param>
public readonly record struct ReplayProgress(ReplayDataset Dataset, long Total, long Sent, long Acknowledged, long Refused, TimeSpan Elapsed)
{
    private const double Hundred = 100;

    /// <summary>Settled messages of the total, 0–100.</summary>
    public double Percent => Total == 0 ? Hundred : Hundred * (Acknowledged + Refused) / Total;

    /// <summary>Acknowledged messages a second so far.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Acknowledged / Elapsed.TotalSeconds : 0;
}

/// <summary>What a replay did. Sent + Refused = Total unless cancelled.</summary>
/// <param name="Last">The final counts.</param>
/// <param name="ShiftMs">Milliseconds added to every recorded time.</param>
/// <param name="Boot">Boot number of the messages: 1 in their own time, else the shift in seconds. The same shift again is a duplicate, message by message.</param>
/// <param name="RefusedDevices">Devices the broker refused.</param>
public sealed record ReplaySummary(ReplayProgress Last, long ShiftMs, long Boot, IReadOnlyList<string> RefusedDevices);
