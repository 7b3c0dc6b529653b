namespace SmartCommunity.Simulators;

/// <summary>How a district is played.</summary>
public sealed record FleetOptions
{
    /// <summary>The broker of a device; one gateway for all, or one per community.</summary>
    public required Func<SimulatedDevice, BrokerEndpoint> Endpoint { get; init; }

    /// <summary>Most devices to play, 1 and up; default all. Fewer: every n-th, so that every class stays represented.</summary>
    public int MaxDevices { get; init; } = int.MaxValue;

    /// <summary>New connections a second while starting, 1–10,000; default 200: a gateway logs in 1,000 devices in 5 s without a storm.</summary>
    public int ConnectsPerSecond { get; init; } = 200;

    /// <summary>Probability of a simulated fall or call for help per elder's home and day, 0–1; default 0.02, two or three a day in the district.</summary>
    public double IncidentsPerHomeDay { get; init; } = 0.02;

    /// <summary>Measurements older than this are given up after an outage, as a small device would; 1 minute to 7 days, default 6 h.</summary>
    public TimeSpan MaxBacklog { get; init; } = TimeSpan.FromHours(6);

    internal void Check()
    {
        const int MostConnects = 10_000;
        const int MostDays = 7;
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDevices, 1);
        if (ConnectsPerSecond is < 1 or > MostConnects)
            throw new ArgumentOutOfRangeException(nameof(ConnectsPerSecond), ConnectsPerSecond, $"Must be 1 to {MostConnects}.");
        if (!(IncidentsPerHomeDay is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(IncidentsPerHomeDay), IncidentsPerHomeDay, "Must be 0 to 1.");
        if (MaxBacklog < TimeSpan.FromMinutes(1) || MaxBacklog > TimeSpan.FromDays(MostDays))
            throw new ArgumentOutOfRangeException(nameof(MaxBacklog), MaxBacklog, $"Must be 1 minute to {MostDays} days.");
    }
}

/// <summary>Counts of a running fleet.</summary>
/// <param name="Devices">Devices played.</param>
/// <param name="Connected">Connected now.</param>
/// <param name="Sent">Messages handed to a connection, each counted once however often it was repeated.</param>
/// <param name="Acknowledged">Messages with a PUBACK.</param>
/// <param name="Refused">Connects the broker refused.</param>
/// <param name="Skipped">Messages given up because the outage was longer than <see cref="FleetOptions.MaxBacklog"/>.</param>
/// <param name="CommandsExecuted">Different commands executed.</param>
public readonly record struct FleetProgress(
    int Devices, int Connected, long Sent, long Acknowledged, long Refused, long Skipped, long CommandsExecuted);
