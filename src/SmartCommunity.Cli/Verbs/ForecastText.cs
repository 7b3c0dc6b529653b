using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SmartCommunity.Cli.Verbs;

/// <summary>A forecast as lines of a terminal.</summary>
internal static class ForecastText
{
    private const double Percent = 100;

    internal static string Of(JsonElement answer)
    {
        var needed = answer.GetProperty("neededDays").GetInt32();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Text(answer, "community")} to {Text(answer, "to")}, {Text(answer, "pack")}; {needed} days of history are needed\n");
        foreach (var measure in answer.GetProperty("measures").EnumerateArray())
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Text(measure, "measure"),-8} now {Number(measure, "now")} {Text(measure, "unit")}: ");
            if (measure.GetProperty("forecast") is { ValueKind: JsonValueKind.Object } forecast)
                Append(text, forecast);
            else
                text.Append(CultureInfo.InvariantCulture, $"{measure.GetProperty("historyDays").GetInt32()} days of history, too few\n");
        }

        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, JsonElement forecast)
    {
        var test = forecast.GetProperty("test");
        text.Append(CultureInfo.InvariantCulture, $"{Number(forecast, "value")} [{Number(forecast, "low")}, {Number(forecast, "high")}] {Text(forecast, "model")}; ");
        text.Append(CultureInfo.InvariantCulture, $"held {test.GetProperty("coverage").GetDouble() * Percent:0} % of {test.GetProperty("coverageDays").GetInt32()} days (meant: {test.GetProperty("nominalCoverage").GetDouble() * Percent:0} %), ");
        text.Append(CultureInfo.InvariantCulture, $"mean error {Number(test, "meanError")}, seasonal {Number(test, "seasonalError")}\n");
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static string Number(JsonElement element, string name) => element.GetProperty(name).GetDouble().ToString("0.###", CultureInfo.InvariantCulture);
}
