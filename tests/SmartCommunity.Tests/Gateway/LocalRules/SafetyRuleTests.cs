using SmartCommunity.Gateway.LocalRules;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Gateway.LocalRules;

public sealed class SafetyRuleTests
{
    [Theory]
    [InlineData("sos", "Attention", true)]
    [InlineData("fall", "Attention", true)]
    [InlineData("smoke", "Evacuate", false)]
    [InlineData("gas", "Evacuate", false)]
    [InlineData("co", "Evacuate", false)]
    [InlineData("leak", "None", false)]
    public void An_event_sounds_what_it_calls_for(string type, string pattern, bool isCall)
    {
        Assert.True(SafetyRule.IsMatter(type));
        Assert.Equal((pattern, isCall), (SafetyRule.PatternOf(type).ToString(), SafetyRule.IsCall(type)));
    }

    [Theory]
    [InlineData("tamper")]
    [InlineData("SOS")]
    [InlineData("")]
    public void What_is_no_safety_matter_triggers_nothing(string type)
    {
        Assert.False(SafetyRule.IsMatter(type));
        Assert.Equal(SoundPattern.None, SafetyRule.PatternOf(type));
    }

    [Fact]
    public void Every_safety_event_of_the_platform_sounds_something() =>
        Assert.All(SafetyEvents.Types, type => Assert.NotEqual(SoundPattern.None, SafetyRule.PatternOf(type)));

    [Fact]
    public void Every_value_that_means_an_event_is_a_quantity_of_the_catalogue() =>
        Assert.All(StandingValues.All, rule => Assert.True(QuantityCatalogue.Default.IndexOf(rule.Quantity) >= 0 && SafetyRule.IsMatter(rule.Event), rule.Quantity));
}
