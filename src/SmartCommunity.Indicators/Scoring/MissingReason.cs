namespace SmartCommunity.Indicators.Scoring;

/// <summary>Why a value is missing or stale: stable codes; some carry what is missing after a colon (<c>noFact:households</c>).</summary>
public static class MissingReason
{
    /// <summary>The fact was never entered. Followed by its code.</summary>
    public const string NoFact = "noFact";

    /// <summary>No record of the kind was entered. Followed by the kind.</summary>
    public const string NoRecords = "noRecords";

    /// <summary>Records there are, but none meets the conditions, and a mean, percentile or greatest of nothing is no number. Followed by the kind.</summary>
    public const string NoMatch = "noMatch";

    /// <summary>Nothing was ever accepted or refused. Followed by the kind.</summary>
    public const string NoEvidence = "noEvidence";

    /// <summary>The accepted evidence carries no reviewer's score. Followed by the kind.</summary>
    public const string NoEvidenceScore = "noEvidenceScore";

    /// <summary>No device is selected.</summary>
    public const string NoDevices = "noDevices";

    /// <summary>None of the selected devices was ever heard.</summary>
    public const string NeverHeard = "neverHeard";

    /// <summary>No measurement that counts.</summary>
    public const string NoSamples = "noSamples";

    /// <summary>No event, where a share or mean of events is asked for.</summary>
    public const string NoEvents = "noEvents";

    /// <summary>No outdoor temperature for degree days.</summary>
    public const string NoOutdoor = "noOutdoor";

    /// <summary>A ratio's denominator is 0.</summary>
    public const string DenominatorZero = "denominatorZero";

    /// <summary>The arithmetic gave no finite number, or a number is beyond what can be summed exactly.</summary>
    public const string NotANumber = "notANumber";

    /// <summary>The operator cannot be had of this source; packs with such a formula are refused when they are loaded.</summary>
    public const string Unsupported = "unsupported";

    /// <summary>Stale: an input is older than the measure's <c>maxAge</c>.</summary>
    public const string TooOld = "tooOld";
}
