using SmartCommunity.SystemTests.Console;
using SmartCommunity.SystemTests.Faults;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.SystemTests.Programme;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace SmartCommunity.SystemTests.Line;

/// <summary>Starts the collections that take longest first, so that none of them is still running when all others have ended.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [nameof(ConsoleSuite), nameof(ProgrammeSuite), nameof(FailpointTests), nameof(KillTests), nameof(UplinkTests), nameof(SlowSubscriberTests)];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(Rank).ThenBy(static c => c.TestCollectionDisplayName, StringComparer.Ordinal)];

    private static int Rank<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var rank = Array.FindIndex(Long, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal));
        return rank < 0 ? Long.Length : rank;
    }
}
