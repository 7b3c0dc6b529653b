using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Expectations;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts.Detecting;

/// <summary>
/// The detectors of one community: takes samples quarter by quarter and gives what is to be recorded in the log. Strictly causal; bounded by the rules' <c>most</c>. What was learned is fed again from the ledger
/// when the first samples come; a quarter that the ledger has is not judged again, and records that the log lacks because of a crash are given once more. Not thread-safe.
/// </summary>
internal sealed class CommunityDetectors(string community, DetectorLedger ledger, LearnedModels models)
{
    /// <summary>How much of the past is kept and fed again: four weeks, which is as far as the longest memory of points (4096 of them are six weeks) is mostly filled, and a week to look back on.</summary>
    internal const long KeptMs = 35 * 86_400_000L;

    private readonly Dictionary<(string Device, string Quantity), WatchedSeries> _series = [];
    private readonly HomeKits _kits = new(community, ledger, models.Kit);
    private Dictionary<(string Device, string Quantity), DetectorSeries>? _known;
    private long _throughMs;

    /// <summary>Series that are looked at.</summary>
    internal int Count => _series.Count;

    /// <summary>Bytes their detectors hold.</summary>
    internal long Bytes => _series.Values.Sum(static s => (long)s.Bytes) + _kits.Bytes;

    /// <summary>What the log is to record: at most one entry a quarter, mostly none.</summary>
    internal IReadOnlyList<LoggedDetections> Judge(CommunitySamples samples)
    {
        var due = new List<LoggedDetections>();
        if (_known is null)
        {
            _known = ledger.SeriesOf(community).ToDictionary(static s => (s.Device, s.Quantity));
            _throughMs = ledger.LastAtMs(community) ?? 0;
            due.AddRange(Unlogged(Math.Max(samples.LoggedThroughMs, samples.EndMs - MeasuredFold.LateMs)));
        }

        if (samples.EndMs <= _throughMs)
            return due;
        var (homes, hours) = _kits.Judge(samples, _throughMs);
        _throughMs = samples.EndMs;
        JudgedPoint[] judged = [.. JudgeAll(samples), .. homes];
        ledger.Append(community, judged, hours);
        LoggedDetection[] said = [.. judged.SelectMany(j => j.Said.Select(s => Logged(j.Device, j.Quantity, j.Point, s)))];
        if (said.Length > 0)
            due.Add(new LoggedDetections(samples.EndMs, said));
        return due;
    }

    /// <summary>What the ledger has and the log lacks: the process ended between the two. What is older than an hour raises nothing any more, like a value that comes late.</summary>
    private IEnumerable<LoggedDetections> Unlogged(long loggedThroughMs)
    {
        var series = _known!.Values.ToDictionary(static s => s.Number);
        foreach (var quarter in ledger.SaidSince(community, loggedThroughMs + 1).GroupBy(static s => s.AtMs))
        {
            yield return new LoggedDetections(
                quarter.Key, [.. quarter.Select(s => Logged(series[s.Series].Device, series[s.Series].Quantity, ledger.Points(s.Series, s.AtMs, s.AtMs + 1)[0], s))]);
        }
    }

    private IEnumerable<JudgedPoint> JudgeAll(CommunitySamples samples)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(samples.EndMs);
        var taken = new List<Taken>(samples.Samples.Count);
        foreach (var sample in samples.Samples)
        {
            if (SeriesOf(sample, samples.Most) is not { } series)
                continue;
            var value = series.Take(sample);
            taken.Add(new Taken(sample, series, value, value is { } number ? series.Stand(at, number) : default));
        }

        return taken.GroupBy(static t => t.Sample.Group).SelectMany(group => JudgeGroup([.. group], samples.EndMs));
    }

    private WatchedSeries? SeriesOf(SeriesSample sample, int most)
    {
        var key = (sample.Device, sample.Watched.Quantity);
        if (_series.TryGetValue(key, out var series) || _series.Count >= most)
            return series;
        _series[key] = series = new WatchedSeries(sample.Watched.Channels, models.ExpectationOf(sample.Watched.Quantity));
        if (_known!.TryGetValue(key, out var known))
        {
            var fromMs = _throughMs - KeptMs;
            var stuck = ledger.Said(known.Number, fromMs, _throughMs).LastOrDefault(static s => s.Channel == (int)DetectorChannel.Stuck);
            series.Restore(ledger.Points(known.Number, fromMs, _throughMs), stuck.Score);
        }

        return series;
    }

    private static IEnumerable<JudgedPoint> JudgeGroup(Taken[] group, long endMs)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(endMs);
        for (var own = 0; own < group.Length; own++)
        {
            var (sample, series, taken, standstill) = group[own];
            var said = new List<DetectorSaid>();
            if (taken is not { } value)
            {
                yield return new JudgedPoint(sample.Device, sample.Watched.Quantity, new DetectorPoint(endMs, sample.Value, sample.AtMs, null, null, null, null, null), said);
                continue;
            }

            var score = series.Judge(at, value);
            Say(DetectorChannel.Series, score.Spoke, score.Record);
            var difference = series.IsCompared ? PeerComparison.Difference(value, Others(group, own, static t => t.Value ?? double.NaN)) : null;
            if (difference is { } apart && series.JudgeDifference(at, apart) is var compared)
                Say(DetectorChannel.Peers, compared.Spoke, compared.Record);
            Say(DetectorChannel.Step, DetectorKind.Jump, series.Step(value));
            var expected = series.Expect(at, value);
            if (expected is { } beside && !series.IsLearningExpected)
                Say(DetectorChannel.Expected, DetectorKind.None, beside.Record);
            if (!series.IsLearning && series.SayStuck(Stuck(group, own)) is { } stuck)
                said.Add(new DetectorSaid(0, endMs, (int)DetectorChannel.Stuck, 0, stuck, DetectorStrength.Of(DetectorChannel.Stuck, stuck), standstill.Since.ToUnixTimeMilliseconds()));
            yield return new JudgedPoint(sample.Device, sample.Watched.Quantity, new DetectorPoint(endMs, sample.Value, sample.AtMs, value, score.Median, score.Low, score.High, difference, BandOf(expected)), said);

            void Say(DetectorChannel channel, DetectorKind kind, float spoken)
            {
                var strength = DetectorStrength.Of(channel, spoken);
                if (!series.IsLearning && strength >= DetectorStrength.Floor)
                    said.Add(new DetectorSaid(0, endMs, (int)channel, (int)kind, spoken, strength, endMs));
            }
        }
    }

    /// <summary>How implausible a standstill is beyond that of its like: a silent feed is not sixty stuck devices. While it stands still at all it is not over.</summary>
    private static float Stuck(Taken[] group, int own)
    {
        var score = group[own].Standstill.Score;
        return PeerComparison.Difference(score, Others(group, own, static t => t.Standstill.Score)) is { } beyond ? Math.Max((float)beyond, Math.Min(score, float.Epsilon)) : score;
    }

    private static double[] Others(Taken[] group, int own, Func<Taken, double> of) => [.. group.Where((_, i) => i != own).Select(of)];

    private static ExpectedBand? BandOf(ExpectedScore? score) => score is { } s ? new ExpectedBand(s.Expected, s.Low, s.High) : null;

    private LoggedDetection Logged(string device, string quantity, DetectorPoint point, DetectorSaid said)
    {
        var (expected, low, high) = (DetectorChannel)said.Channel switch
        {
            DetectorChannel.Peers => (point.Value - point.PeerDifference, null, null),
            DetectorChannel.Expected when point.Expected is { } band => (band.Value, band.Low, band.High),
            _ => (point.Median, point.Low, point.High),
        };
        var named = said.Channel == (int)DetectorChannel.Kit ? _kits.PartsOf(device, said.AtMs) : quantity;
        return new LoggedDetection(device, named, (byte)said.Channel, (byte)said.Kind, said.AtMs, point.Value ?? point.Raw, expected, low, high, said.Score, said.Strength, said.SinceMs);
    }

    private sealed record Taken(SeriesSample Sample, WatchedSeries Series, double? Value, Standstill Standstill);
}
