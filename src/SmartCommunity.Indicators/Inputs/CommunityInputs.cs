using SmartCommunity.Indicators.Aggregates;

namespace SmartCommunity.Indicators.Inputs;

/// <summary>Everything a score is computed from, at one position of the community's log. Read by one thread; nothing in it changes while a score is computed.</summary>
public interface ICommunityInputs
{
    /// <summary>Community code.</summary>
    string Community { get; }

    /// <summary>The instant scores are of, epoch milliseconds.</summary>
    long InstantMs { get; }

    /// <summary>Devices that are not retired, ordinal by id.</summary>
    IReadOnlyList<DeviceInput> Devices { get; }

    /// <summary>Facts by code, ordinal.</summary>
    IReadOnlyDictionary<string, FactInput> Facts { get; }

    /// <summary>Records by kind, then id, ordinal.</summary>
    IReadOnlyList<RecordInput> Records { get; }

    /// <summary>Accepted evidence, ordinal by id.</summary>
    IReadOnlyList<EvidenceInput> Evidence { get; }

    /// <summary>Kinds of evidence of which a piece was refused, ordinal: with nothing accepted they count 0 instead of being missing.</summary>
    IReadOnlyList<string> RefusedEvidence => [];

    /// <summary>What was folded out of measurements and events.</summary>
    IWindowAggregates Aggregates { get; }

    /// <summary>Optional scenarios the community claims, ordinal.</summary>
    IReadOnlyList<string> ClaimedScenarios { get; }
}

/// <summary>A device as its twin is.</summary>
public interface IDeviceLatest
{
    /// <summary>Latest value of the class's n-th quantity; false when there is none that counts (bad quality does not).</summary>
    bool TryGet(int quantity, out double value, out long atMs);
}

/// <summary>One device for scoring.</summary>
/// <param name="Id">Device id.</param>
/// <param name="Class">Its class.</param>
/// <param name="LastHeardMs">When it was last heard, epoch milliseconds; 0 = never.</param>
/// <param name="Place">Id of the place it is in (<c>unit:…</c>, <c>facility:…</c>); null = only in the community.</param>
/// <param name="Facilities">Kinds of facility it is in or serves, ordinal.</param>
/// <param name="Feeds">Kinds of place it feeds, ordinal.</param>
/// <param name="Latest">Latest values.</param>
public sealed record DeviceInput(
    string Id, Telemetry.DeviceClass Class, long LastHeardMs, string? Place, IReadOnlyList<string> Facilities, IReadOnlyList<string> Feeds, IDeviceLatest Latest)
{
    /// <summary>Presence as the twin says it (<c>online</c>, <c>offline</c>, <c>gatewayAway</c>, <c>unheard</c>); null: follows from <see cref="LastHeardMs"/> and the class's report interval.</summary>
    public string? Presence { get; init; }

    /// <summary>Field <c>wanted</c>: 1 when it is commanded on, 0 when it is commanded off, null when nothing is desired of it.</summary>
    public double? Wanted { get; init; }
}

/// <summary>A fact as it stands: value, day it is of, where it is from.</summary>
/// <param name="Code">Code of its definition.</param>
/// <param name="Value">The number; yes is 1.</param>
/// <param name="AsOf">Day it is true of.</param>
/// <param name="Inspected">Somebody checked it on site: badge <c>inspected</c> instead of <c>declared</c>.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Revision">Times it was changed, from 1.</param>
public sealed record FactInput(string Code, double Value, DateOnly AsOf, bool Inspected, string Source, long Revision);

/// <summary>A record as it stands. Numbers and yes/no in <see cref="Numbers"/>, dates there as day numbers, codes and texts in <see cref="Texts"/>.</summary>
public sealed record RecordInput(
    string Kind, string Id, IReadOnlyDictionary<string, double> Numbers, IReadOnlyDictionary<string, string> Texts, DateOnly AsOf, bool Inspected, string Source, long Revision);

/// <summary>Accepted evidence.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Code of its definition.</param>
/// <param name="AcceptedAtMs">When a reviewer accepted it.</param>
/// <param name="Dated">Day it is of (the drill, the document).</param>
/// <param name="Expires">Last day it counts; null = as long as its kind says.</param>
/// <param name="Score">The reviewer's score, 0–100; null = none given.</param>
/// <param name="Sha256">Hash of the document, lower-case hexadecimal.</param>
/// <param name="Inspected">Checked on site.</param>
public sealed record EvidenceInput(string Id, string Kind, long AcceptedAtMs, DateOnly Dated, DateOnly? Expires, double? Score, string Sha256, bool Inspected);
