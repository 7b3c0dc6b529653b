namespace SmartCommunity.Cli.Bench;

/// <summary>What <c>bench line</c> measures.</summary>
internal sealed record BenchOptions
{
    /// <summary>Messages a second over all connections; 0: as fast as acknowledged.</summary>
    internal required int Rate { get; init; }

    internal required TimeSpan Duration { get; init; }

    /// <summary>The same load before the measuring begins, so that compiling is not measured; 0: none.</summary>
    internal required TimeSpan WarmUp { get; init; }

    internal required int Connections { get; init; }

    /// <summary>Panic buttons that call for help once a second meanwhile.</summary>
    internal required int SosProbes { get; init; }

    /// <summary>Where data goes; null: a temporary folder, deleted afterwards.</summary>
    internal required string? DataDir { get; init; }
}
