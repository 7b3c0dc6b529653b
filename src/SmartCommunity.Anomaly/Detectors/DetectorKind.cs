namespace SmartCommunity.Anomaly.Detectors;

/// <summary>Which detector has most to say about a point: the word for the alert's reason.</summary>
public enum DetectorKind
{
    /// <summary>None: nothing departs.</summary>
    None,

    /// <summary>Higher or lower than ever.</summary>
    Record,

    /// <summary>Unusual at this time of a working day or weekend.</summary>
    DayProfile,

    /// <summary>The last day ran as no day before.</summary>
    Novelty,

    /// <summary>The level has changed within hours.</summary>
    LevelShift,

    /// <summary>Farther than ever from where the series stands.</summary>
    Drift,

    /// <summary>A sudden step.</summary>
    Jump,

    /// <summary>Farther from what is usual at this time than in weeks.</summary>
    ProfileRecord,
}
