namespace SmartCommunity.Simulators;

/// <summary>
/// One kind of fault the simulators can play. <see cref="ExpectedAlert"/> is what a good platform says about it within <see cref="LatencyBudget"/>
/// of the fault's beginning; null means it must stay silent. Immutable.
/// </summary>
public sealed record FaultKind
{
    /// <summary>Its name, in scripts, on the command line and in labels.</summary>
    public required string Name { get; init; }

    /// <summary>What happens, in English.</summary>
    public required string En { get; init; }

    /// <summary>What happens, in Chinese.</summary>
    public required string Zh { get; init; }

    /// <summary>What it falls on at once.</summary>
    public FaultScope Scope { get; init; }

    /// <summary>Device classes it can fall on; empty: every class.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Its numbers besides who, when and for how long.</summary>
    public IReadOnlyList<FaultParameter> Parameters { get; init; } = [];

    /// <summary>How long it lasts when nobody says otherwise.</summary>
    public TimeSpan StandardLength { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The type of the alert it deserves; null: none.</summary>
    public string? ExpectedAlert { get; init; }

    /// <summary>How long after its beginning that alert may come, on the clock of the measurements; zero when none is expected.</summary>
    public TimeSpan LatencyBudget { get; init; }

    /// <summary>True: it only makes sense between 00:00 and 05:00 Asia/Shanghai, and an earlier beginning is put off until then.</summary>
    public bool AtNightOnly { get; init; }

    /// <summary>True: its devices show what is coming before its beginning, as a register that stands near its end does.</summary>
    public bool Foreshadows { get; init; }

    internal Func<FaultPlay, FaultEffect> Effect { get; init; } = static _ => throw new System.Diagnostics.UnreachableException("A kind without an effect.");

    internal bool FallsOn(string deviceClass) => Classes.Count == 0 || Classes.Contains(deviceClass);
}
