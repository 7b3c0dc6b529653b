using System.Globalization;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>E-01: around 20 hectares. A band, never a block.</summary>
public static class AreaRule
{
    /// <summary>How an area comes out, hectares.</summary>
    /// <remarks>Off the reference r by at most the green share g: green; by at most the amber share: amber; else red. With 20 ha, ±25 % and ±50 %: 百合 22.94 ha and 江滨 19.56 ha are green, 29 ha is amber, 31 ha is red.</remarks>
    public static RuleVerdict Judge(double? areaHa, EligibilityPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (areaHa is not { } area)
            return new RuleVerdict("E-01", "area", Outcome.Missing, new Words("尚未划定实施单元。", "The implementation unit has not been drawn."));
        var off = Math.Abs(area - policy.ReferenceHa) / policy.ReferenceHa;
        var outcome = off <= policy.GreenBand ? Outcome.Green : off <= policy.AmberBand ? Outcome.Amber : Outcome.Red;
        var (said, green) = (Number(area), $"{Number(policy.ReferenceHa * (1 - policy.GreenBand))}–{Number(policy.ReferenceHa * (1 + policy.GreenBand))}");
        return new RuleVerdict("E-01", "area", outcome, new Words($"面积 {said} 公顷；参考 {Number(policy.ReferenceHa)} 公顷，{green} 公顷为绿。", $"The area is {said} ha; the reference is {Number(policy.ReferenceHa)} ha, {green} ha is green."));
    }

    private static string Number(double ha) => ha.ToString("0.##", CultureInfo.InvariantCulture);
}
