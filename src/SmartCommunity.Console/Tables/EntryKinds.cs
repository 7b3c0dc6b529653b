using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Console.Tables;

/// <summary>A kind of record that a pack asks for.</summary>
/// <param name="Definition">Its definition.</param>
/// <param name="Asked">What needs it.</param>
/// <param name="Count">Records of it that stand.</param>
public sealed record RecordKind(RecordDefinition Definition, AskedInput Asked, long Count);

/// <summary>How a community does with a kind of evidence.</summary>
public enum EvidenceStanding
{
    /// <summary>Nobody handed any in, or everything was taken back.</summary>
    Missing,

    /// <summary>All that was accepted counts no more.</summary>
    Expired,

    /// <summary>What was handed in last was refused, and nothing counts.</summary>
    Refused,

    /// <summary>Some waits for its review, and nothing counts yet.</summary>
    Waiting,

    /// <summary>Accepted evidence counts, but not much longer.</summary>
    Expiring,

    /// <summary>Accepted evidence counts.</summary>
    Counting,
}

/// <summary>A kind of evidence that a pack asks for, with all that was handed in, latest first.</summary>
public sealed record EvidenceKind(EvidenceDefinition Definition, AskedInput Asked, IReadOnlyList<EvidenceView> Pieces)
{
    /// <summary>Last day a piece counts; null: for ever.</summary>
    public DateOnly? LastDay(EvidenceView piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        return Cloud.Facts.EvidenceQueue.LastDay(piece.Dated, piece.Expires, Definition.ValidFor);
    }

    /// <summary>How the community does with it on a day.</summary>
    public EvidenceStanding StandingOn(DateOnly today)
    {
        var ends = Pieces.Where(static p => p.State == "accepted").Select(LastDay).ToArray();
        var counting = ends.Where(e => e is null || e >= today).ToArray();
        return counting.Length > 0 ? (counting.All(e => Cloud.Facts.EvidenceQueue.IsExpiring(e, today)) ? EvidenceStanding.Expiring : EvidenceStanding.Counting)
            : Pieces.Any(static p => p.State == "submitted") ? EvidenceStanding.Waiting
            : ends.Length > 0 ? EvidenceStanding.Expired
            : Pieces.Any(static p => p.State == "refused") ? EvidenceStanding.Refused
            : EvidenceStanding.Missing;
    }
}
