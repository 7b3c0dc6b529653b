using System.Globalization;
using System.Text;
using SmartCommunity.Anomaly.Evaluation;

namespace SmartCommunity.Cli.Truth;

/// <summary>A score as a table for people, and as what JSON tells. Pure.</summary>
internal static class TruthTable
{
    private const int SecondsPerMinute = 60, SecondsPerHour = 3_600, Percent = 100;

    /// <summary>The table.</summary>
    internal static string Text(TruthScore score)
    {
        var text = new StringBuilder();
        Line(text, $"{"kind of fault",-20} {"rule",-20} {"faults",6} {"found",6} {"seen",6} {"recall",7} {"in time",8} {"delay p50",10} {"p95",8} {"false",6}");
        foreach (var k in score.Kinds)
            Line(text, $"{k.Kind + (k.IsSafety ? " !" : ""),-20} {k.Rule ?? "none may come",-20} {k.Faults,6} {(k.Rule is null ? "" : k.Found),6} {k.Seen,6} {Share(k.Recall),7} {(k.Rule is null ? "" : k.InTime),8} {Length(k.DelayMedian),10} {Length(k.Delay95),8} {k.FalseAlerts,6}");
        text.AppendLine();
        Line(text, $"{"rule",-20} {"alerts",6} {"found",6} {"again",6} {"follow",6} {"cause",6} {"false",6} {"precision",10}  95 % of the time within");
        foreach (var r in score.Rules)
            Line(text, $"{r.Rule,-20} {r.Alerts,6} {r.Found,6} {r.Repeated,6} {r.Following,6} {r.WrongCause,6} {r.False,6} {Share(r.Precision.Share),10}  {Share(r.Precision.Low)} to {Share(r.Precision.High)}");
        text.AppendLine();
        if (score.Detectors.Count > 0)
        {
            Line(text, $"{"detector",-20} {"alerts",6} {"false",6} {"precision",10}  95 % of the time within  about");
            foreach (var d in score.Detectors)
                Line(text, $"{d.Detector,-20} {d.Alerts,6} {d.False,6} {Share(d.Precision.Share),10}  {$"{Share(d.Precision.Low)} to {Share(d.Precision.High)}",-23}  {string.Join(", ", d.Kinds.Select(static k => FormattableString.Invariant($"{k.Key} {k.Value}")))}");
            text.AppendLine();
        }

        foreach (var (name, value, target, isMet) in Targets(score))
            Line(text, $"{name,-34} {value,9}   target {target,-9} {(isMet ? "met" : "NOT MET")}");
        Line(text, $"{"false alerts a community and day",-34} {score.FalsePerCommunityDay,9:0.000}");
        Line(text, $"{FormattableString.Invariant($"an office's ten minutes with more than {TruthScorer.FloodAlerts} alerts"),-34} {Share(score.BusySlots)}");
        if (score.LeftOut.Count > 0)
            Line(text, $"left out: {score.LeftOut.Count} faults whose alert may still come, or that began before alerts were kept");
        return text.Append("!: a life may hang on it. seen: an alert of any rule was about it. again: the right rule about a fault found already. follow: what came of it, the same class of cause. cause: another class. false: about nothing that happened.").ToString();
    }

    /// <summary>The targets of decision 0034, and whether they are met.</summary>
    internal static IEnumerable<(string Name, string Value, string Target, bool IsMet)> Targets(TruthScore score)
    {
        const double all = 1, others = 0.95, precision = 0.9, cause = 0.95, perHour = 3;
        yield return ("safety faults found in time", Share(score.SafetyRecall), "100 %", (score.SafetyRecall ?? all) >= all);
        yield return ("other faults found", Share(score.OtherRecall), ">= 95 %", (score.OtherRecall ?? all) >= others);
        yield return ("alerts that were right", Share(score.Precision.Share), ">= 90 %", (score.Precision.Share ?? all) >= precision);
        yield return ("class of cause right", Share(score.CauseRight), ">= 95 %", (score.CauseRight ?? all) >= cause);
        yield return ("alerts an office and hour", score.AlertsPerOfficeHour.ToString("0.00", CultureInfo.InvariantCulture), "<= 3", score.AlertsPerOfficeHour <= perHour);
    }

    /// <summary>What JSON tells.</summary>
    internal static object Shown(TruthScore score) => new
    {
        score.Kinds, score.Rules, score.Detectors, score.BusySlots, score.Missed, score.LeftOut, score.SafetyRecall, score.OtherRecall, precision = score.Precision, score.CauseRight, score.FalsePerCommunityDay, score.AlertsPerOfficeHour,
        targets = Targets(score).Select(static t => new { t.Name, t.Value, t.Target, t.IsMet }),
        verdicts = score.Verdicts.OrderBy(static v => v.Key, StringComparer.Ordinal).Select(static v => new { alert = v.Key, verdict = v.Value.Verdict, fault = v.Value.Fault }),
    };

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture).TrimEnd());

    private static string Share(double? share) => share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known * Percent:0.0} %") : "-";

    private static string Length(TimeSpan? length) => length is not { TotalSeconds: var seconds } ? "-" : seconds switch
    {
        < SecondsPerMinute * 2 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < SecondsPerHour * 2 => string.Create(CultureInfo.InvariantCulture, $"{seconds / SecondsPerMinute:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / SecondsPerHour:0.0} h"),
    };
}
