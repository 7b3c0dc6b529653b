namespace SmartCommunity.Telemetry;

/// <summary>Why a payload was put in quarantine: stable codes for the wire, the store and the console. Never rename one.</summary>
public static class QuarantineReason
{
    /// <summary>Not JSON, cut off, or nested deeper than the limit.</summary>
    public const string Malformed = "malformed";

    /// <summary>JSON, but not the shape the topic wants (missing <c>v</c>, wrong type of a member).</summary>
    public const string Shape = "shape";

    /// <summary>A field that is no quantity of the catalogue and has no mapping.</summary>
    public const string UnknownQuantity = "unknownQuantity";

    /// <summary>A quantity that the device's class does not report.</summary>
    public const string ForeignQuantity = "foreignQuantity";

    /// <summary>The value is of the wrong type, NaN, infinite, or not one of the codes.</summary>
    public const string BadValue = "badValue";

    /// <summary>The value is outside the quantity's physical range.</summary>
    public const string OutOfRange = "outOfRange";

    /// <summary>Half of an observation: one quantity without the one it belongs with.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>The timestamp cannot be read.</summary>
    public const string BadTimestamp = "badTimestamp";

    /// <summary>An event type the device's class does not raise.</summary>
    public const string UnknownEvent = "unknownEvent";

    /// <summary>The topic is not one of the device's own.</summary>
    public const string Topic = "topic";

    /// <summary>The payload names a device that nobody enrolled as carried by its sender. Adopting it runs the payload again.</summary>
    public const string UnknownDevice = "unknownDevice";

    /// <summary>The payload is larger than the limit.</summary>
    public const string TooLarge = "tooLarge";

    /// <summary>Data of a node or device whose birth was not seen, so that its names and types are not known.</summary>
    public const string BeforeBirth = "beforeBirth";

    /// <summary>A template that is not of the safe subset.</summary>
    public const string Template = "template";
}
