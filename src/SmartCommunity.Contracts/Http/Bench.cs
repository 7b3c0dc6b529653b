using System.Text.Json;

namespace SmartCommunity.Contracts.Http;

/// <summary>A payload for the mapping bench: what would become of it. Nothing is stored.</summary>
public sealed record BenchRequest
{
    /// <summary>One of <see cref="Telemetry.DialectCode.All"/>; empty: that of <see cref="Device"/>, or <c>native</c>.</summary>
    public string Dialect { get; init; } = "";

    /// <summary>Id of the sender: an enrolled device, or any id beside <see cref="Class"/> and <see cref="Community"/>.</summary>
    public string Device { get; init; } = "";

    /// <summary>Class of a sender that is not enrolled.</summary>
    public string Class { get; init; } = "";

    /// <summary>Community of a sender that is not enrolled; any code.</summary>
    public string Community { get; init; } = "";

    /// <summary>Name of an existing profile; empty: that of <see cref="Device"/>, or none.</summary>
    public string Profile { get; init; } = "";

    /// <summary>A profile to try before it is put, an object; used in place of <see cref="Profile"/>.</summary>
    public JsonElement? ProfileBody { get; init; }

    /// <summary>The MQTT topic; empty: the dialect's own for measurements, where there is one.</summary>
    public string Topic { get; init; } = "";

    /// <summary>The payload as text. Give one of text, hex and base64.</summary>
    public string? Text { get; init; }

    /// <summary>The payload in hexadecimal digits; blanks and line ends between them are left out.</summary>
    public string? Hex { get; init; }

    /// <summary>The payload in base64.</summary>
    public string? Base64 { get; init; }

    /// <summary>When the gateway received it; now when absent.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }
}

/// <summary>What the platform reads in a payload.</summary>
/// <param name="Dialect">The dialect it was read in.</param>
/// <param name="Topic">The topic it was read under.</param>
/// <param name="Clean">True: all of it would be stored; false: it would go to quarantine, and what is listed here would be stored all the same.</param>
/// <param name="Reason">Code of the first fault, or null.</param>
/// <param name="Detail">Sentences naming fields and limits.</param>
/// <param name="Measurements">In payload order.</param>
/// <param name="Events">In payload order.</param>
/// <param name="Statuses">In payload order.</param>
/// <param name="UnknownDevices">Names in the payload that the sender carries no device under.</param>
public sealed record BenchReport(
    string Dialect, string Topic, bool Clean, string? Reason, string Detail, IReadOnlyList<BenchMeasurement> Measurements, IReadOnlyList<BenchEvent> Events,
    IReadOnlyList<BenchStatus> Statuses, IReadOnlyList<string> UnknownDevices);

/// <summary>A canonical measurement; <paramref name="Code"/> is the name of an enumeration's value, else null.</summary>
public sealed record BenchMeasurement(string Device, string Class, string Quantity, double Value, string Unit, string? Code, DateTimeOffset At, int Quality);

/// <summary>An event as it would be stored.</summary>
public sealed record BenchEvent(string Device, string Type, string EventId, DateTimeOffset At, int Quality, string DataJson);

/// <summary>What the payload says of a device's being there.</summary>
public sealed record BenchStatus(string Device, bool Online);

/// <summary>What a device that nobody enrolled probably is, by what its payloads hold.</summary>
/// <param name="Carrier">The device that sent the payload.</param>
/// <param name="Alias">What it calls the device.</param>
/// <param name="SuggestedId">An id that is free.</param>
/// <param name="Class">The class that accepts most of the payload; null when none accepts anything.</param>
/// <param name="Classes">Every class that accepts something, best first.</param>
public sealed record AdoptionGuess(string Carrier, string Alias, string SuggestedId, string? Class, IReadOnlyList<ClassGuess> Classes);

/// <summary>How much of a payload a class accepts.</summary>
/// <param name="Class">Class code.</param>
/// <param name="Accepted">Values and events it accepts.</param>
/// <param name="Refused">Values and events that another class accepts and this one does not.</param>
/// <param name="Coverage">
/// Share of the class's quantities and events that the payload holds, 0 to 1. Of two classes that accept as much, the one that lists it earlier in its interface goes first, then the
/// better covered.
/// </param>
public sealed record ClassGuess(string Class, int Accepted, int Refused, double Coverage);

/// <summary>How to adopt the device of a quarantined payload; everything may be left out.</summary>
public sealed record AdoptRequest
{
    /// <summary>The device's id; the guess's suggestion when empty.</summary>
    public string Id { get; init; } = "";

    /// <summary>Its class; the guess when empty.</summary>
    public string Class { get; init; } = "";

    /// <summary>Name shown to people; the alias when empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which of the payload's unknown devices, by what the carrier calls it; needed only when there are several.</summary>
    public string Alias { get; init; } = "";
}

/// <summary>The device that was adopted, and what running its carrier's payloads again did.</summary>
public sealed record AdoptionReport(DeviceView Device, AdoptionGuess Guess, RerunReport Rerun);

/// <summary>A device that nobody enrolled, as payloads in quarantine tell of it.</summary>
/// <param name="Carrier">The device that sends for it.</param>
/// <param name="Community">Where the carrier is.</param>
/// <param name="Alias">What it calls the device.</param>
/// <param name="Payloads">Open payloads that name it.</param>
/// <param name="FirstSeen">When the oldest was received.</param>
/// <param name="LastSeen">When the newest was received.</param>
/// <param name="QuarantineId">The newest: adopt with it.</param>
/// <param name="Class">The guessed class, or null.</param>
public sealed record UnknownDeviceView(
    string Carrier, string Community, string Alias, int Payloads, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long QuarantineId, string? Class);
