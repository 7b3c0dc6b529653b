using System.Collections.Frozen;
using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>
/// The standard packs of this process, with a scorer for each and the plan of what must be folded for all of them. Set once before any community comes up; immutable from then on, because
/// a fold that met another plan half-way would not be the fold of its log.
/// </summary>
public sealed class ScoringPacks
{
    /// <summary>A month's end stays open to revisions for two months: that far back history is kept beyond each window.</summary>
    internal const int GraceDays = 62;

    private static ScoringPacks _current = new(PackLibrary.Shipped.Packs);

    private readonly FrozenDictionary<string, Scorer> _scorers;

    internal ScoringPacks(IReadOnlyList<StandardPack> packs)
    {
        All = packs;
        _scorers = packs.ToFrozenDictionary(static p => p.Name, static p => new Scorer(p), StringComparer.Ordinal);
        Plan = AggregatePlan.Of(packs, GraceDays);
        // The longest grace any pack gives: a day that one pack still has open is open.
        AllowedLateness = packs.Count == 0 ? TimeSpan.Zero : packs.Max(static p => p.Scoring.AllowedLateness);
    }

    /// <summary>The packs of this process.</summary>
    public static ScoringPacks Current => Volatile.Read(ref _current);

    /// <summary>Every pack.</summary>
    public IReadOnlyList<StandardPack> All { get; }

    internal AggregatePlan Plan { get; }

    internal TimeSpan AllowedLateness { get; }

    /// <summary>Scorer of a pack by <c>id@version</c>; null when this process does not have it.</summary>
    public Scorer? Find(string name) => _scorers.GetValueOrDefault(name);

    /// <summary>Sets the packs of this process; before the first community comes up.</summary>
    internal static void Use(IReadOnlyList<StandardPack> packs) => Volatile.Write(ref _current, new ScoringPacks(packs));
}
