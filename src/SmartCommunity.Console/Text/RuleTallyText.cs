using System.Globalization;
using Microsoft.Extensions.Localization;
using SmartCommunity.Cloud.Alerts.Rules;

namespace SmartCommunity.Console.Text;

/// <summary>Numbers about rules, and who put them in force, as people read them.</summary>
internal static class RuleTallyText
{
    /// <summary>Who did it: a person, or the program that brought the rules along.</summary>
    internal static string Who(string actor, IStringLocalizer words) => actor.Length > 0 ? actor : words["rules.program"];

    /// <summary>Share of alerts that were closed as true, of those of which somebody said; a dash where nobody did.</summary>
    internal static string Precision(RuleView rule, IStringLocalizer words)
    {
        var said = rule.True + rule.False;
        return said == 0 ? "–" : words["rules.precisionOf", ((double)rule.True / said).ToString("P0", CultureInfo.InvariantCulture), said];
    }
}
