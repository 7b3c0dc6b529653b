namespace SmartCommunity.Cli.Bench;

/// <summary>What <c>bench fleet</c> measures.</summary>
internal sealed record FleetBenchOptions
{
    /// <summary>A burst of this length in each <see cref="BurstEvery"/>: a street whose power is back, or a shower that wakes every meter.</summary>
    internal static readonly TimeSpan BurstLength = TimeSpan.FromSeconds(5);

    internal static readonly TimeSpan BurstEvery = TimeSpan.FromMinutes(1);

    /// <summary>Simulated devices of all classes, spread over the district's communities; the district comes out within a few per cent of it.</summary>
    internal required int Devices { get; init; }

    /// <summary>Messages a second of all devices between bursts; not below what they say of themselves at their classes' intervals.</summary>
    internal required int Rate { get; init; }

    /// <summary>Messages a second in a burst.</summary>
    internal required int Burst { get; init; }

    /// <summary>How long is measured, after all devices are there.</summary>
    internal required TimeSpan Duration { get; init; }

    /// <summary>New connections a second while the devices come.</summary>
    internal required int ConnectRate { get; init; }

    /// <summary>Where data goes; null: a temporary folder, deleted afterwards.</summary>
    internal required string? DataDir { get; init; }

    /// <summary>Asked to say more in a burst than between them.</summary>
    internal bool HasBursts => Burst > Rate;
}
