using System.Globalization;
using System.Text;
using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Anomaly.Falls;

namespace SmartCommunity.Cli.Verbs;

/// <summary>How a fall model did, as lines of a terminal.</summary>
internal static class FallText
{
    private const double Percent = 100;

    internal static string Of(FallModel model, string path)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{model.Name}@{model.Version} written to {path}: {Words(model.Learner)} of {model.Features.Count} features, seed {model.Seed}, a fall from probability {model.Threshold:0.000} on");
        text.AppendLine(CultureInfo.InvariantCulture, $"trained on {model.TrainedOn.Count} trials of {string.Join(", ", model.TrainedOn.Select(static s => s.Subject).Distinct())}; learner and threshold chosen there, {model.Choice.LeftOut} left out in turn: {Line(model.Choice.Episodes)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  made of them, not recorded, called falls: {string.Join(", ", model.Choice.Variations.Select(static v => string.Create(CultureInfo.InvariantCulture, $"{v.Kind} {v.Alerts} of {v.Count}")))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  log loss {string.Join(", ", model.Choice.Losses.Select(static l => string.Create(CultureInfo.InvariantCulture, $"{Words(l.Key)} {l.Value:0.000}")))}");
        Append(text.AppendLine(), "held out", model.HeldOut);
        if (model.InTurn is { } inTurn)
        {
            Append(text.AppendLine(), "everybody held out once, each judged by a model of the others", inTurn);
        }

        return text.ToString().TrimEnd();
    }

    internal static string Of(string model, double threshold, FallTestResult test, int leftOut)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{model}, a fall from probability {threshold:0.000} on; {leftOut} trials of people it was trained on left out");
        Append(text, "tested", test);
        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, string title, FallTestResult test)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"{title}: {string.Join(", ", test.Subjects)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"",-14} {"called fall",12} {"not",6}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"fell",-14} {test.Trials.Found,12} {test.Trials.Missed,6}   sensitivity {Share(test.Trials.SensitivityInterval)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"did not",-14} {test.Trials.FalseAlerts,12} {test.Trials.Quiet,6}   specificity {Share(test.Trials.SpecificityInterval)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"before falling",-14} {test.BeforeFalls.FalseAlerts,12} {test.BeforeFalls.Quiet,6}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  impacts one by one: {Line(test.Windows)}; weakest fall {test.WeakestFall:0.000}, likeliest other {test.LikeliestOther:0.000}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"activity",-9} {"trials",6} {"alerts",6}  judged wrong");
        foreach (var activity in test.Activities)
        {
            var wrong = string.Join(", ", activity.Wrong.Select(static w => string.Create(CultureInfo.InvariantCulture, $"{w.File} ({w.Probability:0.00})")));
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"  {activity.Activity,-9} {activity.Trials,6} {activity.Alerts,6}  {wrong}").TrimEnd());
        }
    }

    private static string Line(FallConfusion matrix) => string.Create(
        CultureInfo.InvariantCulture, $"{matrix.Found} of {matrix.Found + matrix.Missed} falls found, {matrix.FalseAlerts} of {matrix.FalseAlerts + matrix.Quiet} others called falls");

    private static string Share(ShareInterval interval) => interval.Share is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known * Percent:0.0} % (95 % interval {interval.Low * Percent:0} to {interval.High * Percent:0} %)")
        : "unknown: none tested";

    private static string Words(FallLearner learner) => learner == FallLearner.BoostedTrees ? "boosted trees" : "logistic regression";
}
