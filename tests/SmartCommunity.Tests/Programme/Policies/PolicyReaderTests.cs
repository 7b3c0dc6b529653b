using System.Text;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Tests.Programme.Policies;

public sealed class PolicyReaderTests
{
    private static readonly string _shipped = Encoding.UTF8.GetString(ShippedPolicies.Bytes("policies/fuyang-2021-2023.yaml"));

    [Fact]
    public void The_shipped_pack_holds_the_action_plans_rules_and_amounts()
    {
        var pack = ShippedPolicies.Fuyang;

        // domain.md §2.4: G-01 to G-08 and G-14, E 7, T 5, A 3, R 6, F 3, M 15, O 5, P 5.
        Assert.Equal(58, pack.Rules.Count);
        Assert.Equal((1_000_000_000, 1_200_000_000, 700_000_000), (pack.Subsidy.CityFen, pack.Subsidy.ProvinceFen, pack.Subsidy.LateCapFen));
        Assert.All(pack.Rules, r => Assert.True(r.Quote.Length > 0 && r.Reading.Zh.Length > 0 && r.Reading.En.Length > 0, r.Id));
        Assert.Equal(64, pack.Hash.Length);
    }

    [Theory]
    [InlineData("latePercent: 70", "latePercent: 170", "subsidy.latePercent: 170 is outside 0 to 100 percent.")]
    [InlineData("renovationYears: 1", "renovationYears: 0", "deadlines.renovationYears: 0 is outside 1 to 10 years.")]
    [InlineData("finalPercent: 30", "finalPercent: 31", "subsidy: latePercent 70 and finalPercent 31 are more than 100 percent together.")]
    [InlineData("rule: M-02", "rule: M-99", "subsidy.otherFunds.ict: there is no rule 'M-99'.")]
    [InlineData("cityFen: 1000000000", "cityFen: -1", "subsidy.cityFen: -1 fen is below 0.")]
    [InlineData("until: 2023-12-31", "until: 2020-12-31", "until: 2020-12-31 is before from, 2021-07-01.")]
    [InlineData("rankingCoverage: 0.7", "rankingCoverage: 1.7", "rhythm.rankingCoverage: 1.7 is outside 0 to 1.")]
    [InlineData("id: G-02", "id: G-01", "rules: 'G-01' stands 2 times.")]
    public void A_number_outside_its_limits_is_named(string text, string instead, string fault) => Assert.Contains(fault, Faults(text, instead));

    [Theory]
    [InlineData("latePercent: 70", "latePercentage: 70", "line 30")]
    [InlineData("until: 2023-12-31", "until: 2023-13-31", "line 7")]
    [InlineData("latePercent: 70\n", "", "line ")]
    [InlineData("version: 1", "version: one", "line 3")]
    [InlineData("finalTranche: percent", "finalTranche: some", "line 33")]
    public void What_cannot_be_read_is_named_with_its_place(string text, string instead, string place) => Assert.StartsWith(place, Assert.Single(Faults(text, instead)), StringComparison.Ordinal);

    [Fact]
    public void Two_contents_of_one_version_are_refused()
    {
        var other = PolicyReader.Read(Encoding.UTF8.GetBytes(_shipped + "\n# changed\n"));

        Assert.Throws<ArgumentException>(() => new PolicyLibrary([ShippedPolicies.Fuyang, other]));
    }

    private static IReadOnlyList<string> Faults(string text, string instead)
    {
        Assert.Contains(text, _shipped, StringComparison.Ordinal);
        return Assert.Throws<PolicyException>(() => PolicyReader.Read(Encoding.UTF8.GetBytes(_shipped.Replace(text, instead, StringComparison.Ordinal)))).Faults;
    }
}
