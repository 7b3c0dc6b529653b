using System.Diagnostics;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Alerts.BackTests;

/// <summary>
/// Says what rules would have raised: replays what communities sent through the very fold that runs live (<see cref="Twins.CommunityFold"/>), with the rules to be tried in force and nothing of scores. What
/// people did is left out: in a back-test nobody acts. Reads only; may run beside a cloud that takes in measurements. Thread-safe.
/// </summary>
public sealed class RuleBackTest(ISeriesStore store)
{
    /// <summary>One is read while another is folded: 4.9 s for 12 days of 1,000 devices instead of 5.5 with one a processor.</summary>
    private const int CommunitiesPerProcessor = 2;

    /// <summary>Longest time looked at: what raw history is kept for at least.</summary>
    public static TimeSpan MaxLength { get; } = TimeSpan.FromDays(400);

    /// <summary>Replays.</summary>
    /// <param name="file">The file of the rules; see <see cref="RuleFile"/>.</param>
    /// <param name="scope">What to replay.</param>
    /// <param name="progress">Told how far it is, from any thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">The file has faults (all are named), or the scope holds no time.</exception>
    public async Task<BackTestReport> RunAsync(ReadOnlyMemory<byte> file, BackTestScope scope, Action<BackTestProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var (set, faults) = RuleFile.Read(file);
        if (set is null)
            throw new ArgumentException(string.Join(' ', faults.Select(static f => f.ToString())), nameof(file));
        if (scope.To <= scope.From || scope.To - scope.From > MaxLength)
            throw new ArgumentException($"The back-test's time from {scope.From:O} to {scope.To:O} must be above zero and at most {MaxLength.TotalDays} days.", nameof(scope));
        var started = Stopwatch.GetTimestamp();
        var replays = scope.Communities.Select(c => new CommunityReplay(store, c, file.ToArray(), set, scope)).ToArray();
        void Tell() => progress?.Invoke(new BackTestProgress(replays.Sum(static r => r.Share) / Math.Max(1, replays.Length), replays.Sum(static r => r.Raised)));
        await Parallel.ForEachAsync(replays, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount * CommunitiesPerProcessor, CancellationToken = cancellationToken }, async (replay, stop) => await replay.RunAsync(Tell, stop));
        return Report(set, scope, replays, Stopwatch.GetElapsedTime(started));
    }

    private static BackTestReport Report(RuleSet set, BackTestScope scope, CommunityReplay[] replays, TimeSpan took)
    {
        var alerts = InOrder(replays);
        var byRule = alerts.ToLookup(static a => a.Rule, StringComparer.Ordinal);
        return new BackTestReport(
            set.Name, scope, [.. set.Rules.Select(r => Of(r, [.. byRule[r.Id]], scope))], [.. replays.Select(static r => new BackTestCommunity(r.Community, r.Devices, r.Messages, r.Since))], alerts, took);
    }

    /// <summary>By time, then community: those of each lie in order, so the first of each are compared and no others.</summary>
    private static BackTestAlert[] InOrder(CommunityReplay[] replays)
    {
        var alerts = new BackTestAlert[replays.Sum(static r => r.Alerts.Count)];
        var next = new int[replays.Length];
        var ahead = new PriorityQueue<int, (DateTimeOffset, string)>(Comparer<(DateTimeOffset At, string Community)>.Create(
            static (x, y) => x.At.CompareTo(y.At) is not 0 and var order ? order : string.CompareOrdinal(x.Community, y.Community)));
        for (var i = 0; i < replays.Length; i++)
            Wait(i);
        for (var i = 0; i < alerts.Length; i++)
        {
            var of = ahead.Dequeue();
            alerts[i] = replays[of].Alerts[next[of]++];
            Wait(of);
        }

        return alerts;

        void Wait(int of)
        {
            if (next[of] < replays[of].Alerts.Count)
                ahead.Enqueue(of, (replays[of].Alerts[next[of]].At, replays[of].Community));
        }
    }

    private static BackTestRule Of(AlertRule rule, BackTestAlert[] alerts, BackTestScope scope) => new(
        rule.Id, rule.IsShadow, alerts.Length, alerts.Select(static a => a.Community).Distinct(StringComparer.Ordinal).Count(),
        alerts.Select(static a => (a.Community, a.Device.Length > 0 ? a.Device : a.Subject)).Distinct().Count(), alerts.Length / (scope.To - scope.From).TotalDays,
        alerts.Length == 0 ? null : alerts[0].At, alerts.Length == 0 ? null : alerts[^1].At);
}
