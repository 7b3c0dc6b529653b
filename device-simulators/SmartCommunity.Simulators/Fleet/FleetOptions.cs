using System.Collections.Frozen;
using SmartCommunity.Simulators.Fleet;

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

    /// <summary>
    /// Most connections held at the same time, 1 and up; default what the process may open, less a thousand. Devices beyond it, those that report least
    /// often first, connect for each message and disconnect, as devices on a battery do.
    /// </summary>
    public int MaxConnections { get; init; } = DescriptorLimit.Connections();

    /// <summary>Whose devices, as far as the district has them at scale 1, first send what they had kept before; default nobody's. For a community that is heard for the first time: sent again it would be there twice.</summary>
    public IReadOnlySet<string> FirstHeard { get; init; } = FrozenSet<string>.Empty;

    internal void Check()
    {
        const int MostConnects = 10_000;
        const int MostDays = 7;
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDevices, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1);
        if (ConnectsPerSecond is < 1 or > MostConnects)
            throw new ArgumentOutOfRangeException(nameof(ConnectsPerSecond), ConnectsPerSecond, $"Must be 1 to {MostConnects}.");
        if (!(IncidentsPerHomeDay is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(IncidentsPerHomeDay), IncidentsPerHomeDay, "Must be 0 to 1.");
        if (MaxBacklog < TimeSpan.FromMinutes(1) || MaxBacklog > TimeSpan.FromDays(MostDays))
            throw new ArgumentOutOfRangeException(nameof(MaxBacklog), MaxBacklog, $"Must be 1 minute to {MostDays} days.");
    }
}

/// <summary>The simulators' own lateness over a stretch of a run.</summary>
/// <param name="Messages">Messages that left in it and had a connection, or could open one, when they were due.</param>
/// <param name="Lateness">From the instant each was meant to leave to its write to the connection.</param>
public readonly record struct LatenessWindow(long Messages, LatencySummary Lateness);

/// <summary>Counts of a running fleet.</summary>
/// <param name="Devices">Devices played.</param>
/// <param name="Connected">Connected now.</param>
/// <param name="Sent">Messages handed to a connection, each counted once however often it was repeated.</param>
/// <param name="Acknowledged">Messages with a PUBACK.</param>
/// <param name="Refused">Connects the broker refused.</param>
/// <param name="Skipped">Messages given up because the outage was longer than <see cref="FleetOptions.MaxBacklog"/>.</param>
/// <param name="CommandsExecuted">Different commands executed.</param>
public readonly record struct FleetProgress(
    int Devices, int Connected, long Sent, long Acknowledged, long Refused, long Skipped, long CommandsExecuted)
{
    /// <summary>A message that leaves later than this is counted as late.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The simulators' own lateness: from the instant a message was meant to leave to its write to the connection, of messages that had one or could open
    /// one. Repeats after a lost link are not counted again.
    /// </summary>
    public LatencySummary Lateness { get; init; }

    /// <summary>Messages later than <see cref="LateAfter"/>.</summary>
    public long Late { get; init; }

    /// <summary>Messages that were due while their device was not connected yet, or cut off: not counted in <see cref="Lateness"/>.</summary>
    public long Waited { get; init; }

    /// <summary>Messages of the busiest second.</summary>
    public long PeakPerSecond { get; init; }
}
