using System.Text;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Tests.Programme.Rhythm;

public sealed class RhythmPolicyTests
{
    [Theory]
    [InlineData("halfMonthDays: [1, 16]", "halfMonthDays: [1, 29]", "rhythm.halfMonthDays: 29 is outside 1 to 28")]
    [InlineData("halfMonthDays: [1, 16]", "halfMonthDays: []", "rhythm.halfMonthDays: none")]
    [InlineData("bulletinHour: 8", "bulletinHour: 24", "rhythm.bulletinHour: 24 is outside 0 to 23")]
    [InlineData("scoreDropPoints: 2", "scoreDropPoints: 0", "rhythm.scoreDropPoints: 0 is not above 0")]
    public void Days_hours_and_limits_of_the_rhythm_are_checked(string right, string wrong, string fault)
    {
        var text = Encoding.UTF8.GetString(ShippedPolicies.Bytes("policies/fuyang-2021-2023.yaml"));
        Assert.Contains(right, text, StringComparison.Ordinal);

        var refused = Assert.Throws<PolicyException>(() => PolicyReader.Read(Encoding.UTF8.GetBytes(text.Replace(right, wrong, StringComparison.Ordinal))));
        Assert.StartsWith(fault, Assert.Single(refused.Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.6999, "69%")]
    [InlineData(0.7, "70%")]
    [InlineData(0.29, "29%")]
    [InlineData(1, "100%")]
    public void A_share_is_cut_to_a_whole_percent(double share, string text) => Assert.Equal(text, SmartCommunity.Programme.Rhythm.Points.Percent(share));
}
