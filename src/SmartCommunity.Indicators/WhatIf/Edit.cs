using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Indicators.WhatIf;

/// <summary>One change of a community's inputs, to see what it would do. Edits are applied in order, to a copy.</summary>
public abstract record Edit
{
    private protected Edit()
    {
    }
}

/// <summary>A fact with another value, as of the day of the instant.</summary>
public sealed record SetFact(string Fact, double Value, bool Inspected) : Edit;

/// <summary>A fact as if nobody had entered it.</summary>
public sealed record RemoveFact(string Fact) : Edit;

/// <summary>A record more, or in place of the one with this kind and id, as of the day of the instant.</summary>
public sealed record PutRecord(string Kind, string Id, IReadOnlyDictionary<string, double> Numbers, IReadOnlyDictionary<string, string> Texts, bool Inspected) : Edit;

/// <summary>A record less.</summary>
public sealed record RemoveRecord(string Kind, string Id) : Edit;

/// <summary>A piece of evidence more, accepted at the instant.</summary>
public sealed record AcceptEvidence(string Kind, string Id, DateOnly? Dated, DateOnly? Expires, double? Score, bool Inspected) : Edit;

/// <summary>
/// Devices of a class more, heard at the instant and with these latest values. They have no history: measures over a window see them only as devices from which something is expected.
/// </summary>
/// <param name="Class">Class code.</param>
/// <param name="Count">How many: 1 to <see cref="MaxCount"/>.</param>
/// <param name="Places">Places they are in, one for each, from the start; the others are in none.</param>
/// <param name="Facilities">Kinds of facility they are in or serve.</param>
/// <param name="Feeds">Kinds of place they feed.</param>
/// <param name="Values">Latest values by quantity.</param>
public sealed record AddDevices(
    string Class, int Count, IReadOnlyList<string> Places, IReadOnlyList<string> Facilities, IReadOnlyList<string> Feeds, IReadOnlyDictionary<string, double> Values) : Edit
{
    /// <summary>More devices than a large community has.</summary>
    public const int MaxCount = 100_000;
}

/// <summary>Devices less: those named, or the first <paramref name="Count"/> of the class that are not online, then others, by id.</summary>
public sealed record RemoveDevices(string Class, IReadOnlyList<string> Ids, int Count) : Edit;

/// <summary>Devices heard at the instant, with these latest values besides their own: those named; none named: all of the class.</summary>
public sealed record RepairDevices(string Class, IReadOnlyList<string> Ids, IReadOnlyDictionary<string, double> Values) : Edit;

/// <summary>A measure as if it had this value, fresh, from this origin: for what only history can show (availability, savings).</summary>
public sealed record SupposeValue(string Measure, double Value, Scoring.Badge Badge) : Edit;

/// <summary>An optional scenario claimed, or no longer.</summary>
public sealed record ClaimScenario(string Scenario, bool IsClaimed) : Edit;

/// <summary>Another instant: later, evidence expires and devices that are not heard grow stale; earlier, evidence was not yet accepted. Windows end there; what they hold is what was folded.</summary>
public sealed record MoveInstant(long InstantMs) : Edit;

/// <summary>Another project type of the pack.</summary>
public sealed record SwitchProjectType(string ProjectType) : Edit;

/// <summary>Another pack.</summary>
public sealed record SwitchPack(StandardPack Pack) : Edit;
