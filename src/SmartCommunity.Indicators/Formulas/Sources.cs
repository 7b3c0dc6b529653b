namespace SmartCommunity.Indicators.Formulas;

/// <summary>What a leaf looks at.</summary>
public abstract record Source
{
    private protected Source()
    {
    }
}

/// <summary>Devices as their twins are now.</summary>
/// <param name="Devices">Which.</param>
/// <param name="Where">Conditions on latest values and presence; all must hold.</param>
/// <param name="SeenWithin">Only devices heard this recently; null: any.</param>
/// <param name="SeenWithinIntervals">As <paramref name="SeenWithin"/>, in report intervals of the device's own class; null: any.</param>
/// <param name="GroupedByPlace">Counts places (homes) instead: those in which each of these classes has a device that meets the rest; empty: counts devices.</param>
public sealed record DeviceSource(
    DeviceSelector Devices, IReadOnlyList<Condition> Where, TimeSpan? SeenWithin, double? SeenWithinIntervals, IReadOnlyList<string> GroupedByPlace) : Source;

/// <summary>Measurements of a quantity over a window, by the time they were measured. Field <c>value</c>.</summary>
public sealed record SampleSource(DeviceSelector Devices, string Quantity, IReadOnlyList<Condition> Where, DailyHours? Hours, WindowSpan Window) : Source;

/// <summary>Events over a window, by the time they happened. Fields are those of their data.</summary>
public sealed record EventSource(DeviceSelector Devices, IReadOnlyList<string> Types, IReadOnlyList<Condition> Where, WindowSpan Window) : Source;

/// <summary>Records people keep: facilities, societies. <paramref name="DateField"/> with a window: only records whose date lies in it.</summary>
public sealed record RecordSource(string Kind, IReadOnlyList<Condition> Where, string? DateField, WindowSpan? Window) : Source;

/// <summary>What may follow an event: another event, a quantity that takes a state, or a step people took about the event (<c>acknowledged</c>, <c>onSite</c>, <c>followedUp</c>).</summary>
public sealed record FollowerSource(DeviceSelector? Devices, IReadOnlyList<string> EventTypes, string? Quantity, double State, IReadOnlyList<StepLimit> Steps);

/// <summary>A step that must follow within its own limit, in seconds.</summary>
public sealed record StepLimit(string Step, double Seconds);

/// <summary>
/// Which devices. All that is given must hold; nothing given: every device that is not retired.
/// </summary>
/// <param name="Classes">Class codes; empty: any.</param>
/// <param name="Domains">Domains; empty: any.</param>
/// <param name="InFacilities">Kinds of facility the device is in or serves; empty: any.</param>
/// <param name="Feeds">Kinds of place it feeds (<c>community</c>, <c>building</c>, <c>unit</c>, <c>facility</c>): tells a master meter from a sub-meter; empty: any.</param>
public sealed record DeviceSelector(IReadOnlyList<string> Classes, IReadOnlyList<string> Domains, IReadOnlyList<string> InFacilities, IReadOnlyList<string> Feeds);

/// <summary>A condition on a field: a quantity (by name, codes as numbers), an event's or record's field, or <c>presence</c>/<c>hasPlace</c>/<c>wanted</c> of a device.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Op">Comparison; texts only <c>Equal</c> and <c>NotEqual</c>.</param>
/// <param name="Number">Compared with a number; null: with texts.</param>
/// <param name="Texts">Any of these texts (Equal), or none of them (NotEqual).</param>
public sealed record Condition(string Field, CompareOp Op, double? Number, IReadOnlyList<string> Texts)
{
    /// <summary>Alternatives: the condition holds when it or any of these does. They have no alternatives of their own.</summary>
    public IReadOnlyList<Condition> Or { get; init; } = [];
}

/// <summary>Hours of the Asia/Shanghai day, half-open; from after to: over midnight. 480–1080 is 08:00–18:00. Days of the week from 1 = Monday; empty: all.</summary>
public sealed record DailyHours(int FromMinute, int ToMinute, IReadOnlyList<int> Days);

/// <summary>A window by the time of measuring.</summary>
/// <remarks>Rolling windows are whole Asia/Shanghai days: the day of the instant so far and the <c>Days − 1</c> days before it. Calendar windows begin with the day, week (Monday) or month of the instant.</remarks>
/// <param name="Kind">Which kind.</param>
/// <param name="Days">Length of a rolling window: 1 to 366.</param>
public sealed record WindowSpan(WindowKind Kind, int Days);

/// <summary>Kind of window.</summary>
public enum WindowKind
{
    Rolling = 1,
    Day = 2,
    Week = 3,
    Month = 4,
}
