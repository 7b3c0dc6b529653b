using System.Globalization;
using System.Text;
using SmartCommunity.Anomaly.Expectations;

namespace SmartCommunity.Cli.Verbs;

/// <summary>How an expectation did, as lines of a terminal.</summary>
internal static class ExpectationText
{
    private const double Percent = 100;

    internal static string Of(ExpectationModel model, string path, int tooShort)
    {
        var (test, text) = (model.HeldOut, new StringBuilder());
        text.AppendLine(CultureInfo.InvariantCulture, $"{ExpectationModelFile.Word(model.Name)}@{model.Version} written to {path}: {Words(model.Learner)}, seed {model.Seed}");
        text.AppendLine(CultureInfo.InvariantCulture, $"learned from the first {(1 - ExpectationTraining.HeldOutShare) * Percent:0} % of {model.TrainedOn.Count} series, {model.TrainedOn.Sum(static s => s.Points)} values; {tooShort} series were too short");
        text.AppendLine(model.Learner == ExpectationLearner.BoostedTrees
            ? "the trees were clearly better than both naive values on what was held out: they are used"
            : "a naive value was as good as the trees, or better, on what was held out: the seasonal value is used, and nothing that was learned");
        Append(text, "held out, the rest of each", "trees", test);
        return text.ToString().TrimEnd();
    }

    internal static string Of(string model, ExpectationLearner learner, ExpectationTestResult test, int leftOut)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{model}, {Words(learner)}; {leftOut} values of the time it was learned from left out");
        Append(text, "tested", "model", test);
        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, string title, string who, ExpectationTestResult test)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"{title}: {test.Points} values of {test.Series.Count} series, an hour ahead");
        text.AppendLine(CultureInfo.InvariantCulture, $"  mean error in spreads: {who} {test.Error:0.000}, the same time a week before {test.SeasonalError:0.000}, an hour before {test.HourError:0.000} ({test.Gain * Percent:0.0} % less than the better of them)");
        text.AppendLine(CultureInfo.InvariantCulture, $"  less than the seasonal value in {test.Series.Count(static s => s.Error < s.SeasonalError)} of {test.Series.Count} series; in their own units:");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"series",-48} {"values",7} {who,10} {"seasonal",10}");
        foreach (var series in test.Series)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {series.Series,-48} {series.Points,7} {series.Error,10:0.####} {series.SeasonalError,10:0.####}");
    }

    private static string Words(ExpectationLearner learner) => learner == ExpectationLearner.BoostedTrees ? "boosted trees" : "seasonal value";
}
