using System.Globalization;
using System.Text;
using SmartCommunity.Anomaly.Kits;

namespace SmartCommunity.Cli.Verbs;

/// <summary>How a kit model did, as lines of a terminal.</summary>
internal static class KitText
{
    private const double Percent = 100, HoursADay = 24;

    internal static string Of(KitModel model, string path)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{model.Name}@{model.Version} written to {path}: {model.Components.Count} components of {model.Columns.Count} quantities");
        text.AppendLine(CultureInfo.InvariantCulture, $"learned from the first {(1 - KitTraining.HeldOutShare) * Percent:0} % of {model.TrainedOn.Count} homes, {model.TrainedOn.Sum(static s => s.Hours)} hours");
        text.AppendLine(model.Components.Count > 0
            ? "the components were clearly better than what is usual at the hour on what was held out: they are used"
            : "what is usual at the hour was as good as the components, or better, on what was held out: it is used, and nothing that was learned");
        Append(text, "held out, the rest of each", model.HeldOut);
        for (var i = 0; i < model.Components.Count; i++)
            text.AppendLine(CultureInfo.InvariantCulture, $"  component {i + 1}: {string.Join(", ", Strongest(model, i))}");
        return text.ToString().TrimEnd();
    }

    internal static string Of(string model, KitTestResult test, int leftOut)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{model}; {leftOut} hours of the time it was learned from left out");
        Append(text, "tested", test);
        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, string title, KitTestResult test)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"{title}: {test.Hours} hours of {test.Homes} homes");
        text.AppendLine(CultureInfo.InvariantCulture, $"  mean square in spreads: components {test.Error:0.000}, what is usual at the hour {test.UsualError:0.000} ({test.Gain * Percent:0.0} % less)");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {test.Records} would have been alerts: {test.Records * HoursADay / Math.Max(1, test.Hours):0.000} a home and day (none in a home's first three weeks)");
    }

    private static IEnumerable<string> Strongest(KitModel model, int component)
    {
        const int shown = 5;
        return model.Components[component].Zip(model.Columns).OrderByDescending(static c => Math.Abs(c.First)).Take(shown)
            .Select(static c => string.Create(CultureInfo.InvariantCulture, $"{c.Second} {c.First:+0.00;-0.00}"));
    }
}
