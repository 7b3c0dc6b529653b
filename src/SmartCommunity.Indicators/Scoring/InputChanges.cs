namespace SmartCommunity.Indicators.Scoring;

/// <summary>What changed in a community's inputs since an evaluation. Naming more than what changed costs time, naming less gives a wrong score.</summary>
public sealed record InputChanges
{
    private static readonly HashSet<string> _none = new(StringComparer.Ordinal);

    /// <summary>Nothing but the instant.</summary>
    public static InputChanges None { get; } = new();

    /// <summary>Anything may have changed.</summary>
    public static InputChanges Everything { get; } = new() { IsEverything = true };

    /// <summary>Codes of facts.</summary>
    public IReadOnlySet<string> Facts { get; init; } = _none;

    /// <summary>Kinds of records.</summary>
    public IReadOnlySet<string> RecordKinds { get; init; } = _none;

    /// <summary>Kinds of evidence, of accepted or refused pieces.</summary>
    public IReadOnlySet<string> EvidenceKinds { get; init; } = _none;

    /// <summary>Classes of devices that came, went, changed, were heard, measured or raised an event. A step people took belongs to the class of the device whose event it is about.</summary>
    public IReadOnlySet<string> DeviceClasses { get; init; } = _none;

    /// <summary>Everything is evaluated anew.</summary>
    public bool IsEverything { get; init; }
}
