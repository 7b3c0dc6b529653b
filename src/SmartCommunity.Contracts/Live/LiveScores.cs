using MessagePack;

namespace SmartCommunity.Contracts.Live;

/// <summary>
/// Score of one community. In a snapshot it is whole; in a delta <see cref="Scenarios"/> is whole and <see cref="Measures"/> holds those that changed, all
/// where the pack is another. Areas of more than one
/// community carry no measures. A community without a standing has no score.
/// </summary>
[MessagePackObject]
public sealed record LiveScore
{
    /// <summary>Community code.</summary>
    [Key("community")]
    public required string Community { get; init; }

    /// <summary><c>id@version</c> of the standard pack; empty: the community has no score any more.</summary>
    [Key("pack")]
    public required string Pack { get; init; }

    /// <summary>Log position it follows from.</summary>
    [Key("position")]
    public required long Position { get; init; }

    /// <summary>The instant it is of, epoch milliseconds.</summary>
    [Key("instantMs")]
    public required long InstantMs { get; init; }

    /// <summary>Points of the scenarios, 0 to 100.</summary>
    [Key("total")]
    public required double Total { get; init; }

    /// <summary>Points of the acceptance over its dimensions, 0 to 100.</summary>
    [Key("acceptancePoints")]
    public required double AcceptancePoints { get; init; }

    /// <summary><c>notReady</c>, <c>belowPassMark</c>, <c>pass</c>, <c>excellent</c> or <c>vetoed</c>.</summary>
    [Key("verdict")]
    public required string Verdict { get; init; }

    /// <summary>Binding measures of standard scenarios that score nothing; the gate opens at 0.</summary>
    [Key("gateFailures")]
    public required int GateFailures { get; init; }

    /// <summary>SHA-256 of the result, lower-case hexadecimal: what <c>replay</c> compares with.</summary>
    [Key("resultHash")]
    public required string ResultHash { get; init; }

    /// <summary>Scenarios in the standard's order.</summary>
    [Key("scenarios")]
    public IReadOnlyList<LiveScenario> Scenarios { get; init; } = [];

    /// <summary>Measures in the standard's order (snapshot: all; delta: changed ones).</summary>
    [Key("measures")]
    public IReadOnlyList<LiveMeasure> Measures { get; init; } = [];
}

/// <summary>A scenario's share (0 to 1) and its points of 100.</summary>
[MessagePackObject]
public sealed record LiveScenario([property: Key("code")] string Code, [property: Key("share")] double Share, [property: Key("points")] double Points);

/// <summary>A measure's score.</summary>
[MessagePackObject]
public sealed record LiveMeasure
{
    /// <summary>Id in the pack, e.g. <c>JK-21a</c>.</summary>
    [Key("id")]
    public required string Id { get; init; }

    /// <summary><c>scored</c>, <c>stale</c> or <c>missing</c>.</summary>
    [Key("state")]
    public required string State { get; init; }

    /// <summary>Why it is stale or missing, a code; empty when scored.</summary>
    [Key("reason")]
    public required string Reason { get; init; }

    /// <summary>It is a share of so few residents that its value and points are hidden.</summary>
    [Key("hidden")]
    public bool IsHidden { get; init; }

    /// <summary>Value in the measure's unit; null when missing or hidden.</summary>
    [Key("value")]
    public required double? Value { get; init; }

    /// <summary>Points it gives, of the total of 100.</summary>
    [Key("points")]
    public required double Points { get; init; }

    /// <summary>Points it does not give.</summary>
    [Key("pointsLost")]
    public required double PointsLost { get; init; }

    /// <summary>Share (0 to 1) of the devices and samples expected that were there; null where none are expected.</summary>
    [Key("coverage")]
    public required double? Coverage { get; init; }

    /// <summary><c>none</c>, <c>live</c>, <c>declared</c> or <c>inspected</c>.</summary>
    [Key("badge")]
    public required string Badge { get; init; }

    /// <summary>When its youngest input was true, epoch milliseconds; 0 = never.</summary>
    [Key("asOfMs")]
    public required long AsOfMs { get; init; }
}
