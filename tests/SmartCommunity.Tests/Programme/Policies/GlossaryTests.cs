using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Tests.Programme.Policies;

public sealed class GlossaryTests
{
    [Fact]
    public void Every_term_has_its_words_a_clause_and_rules_that_the_policy_has()
    {
        var rules = ShippedPolicies.Fuyang.Rules.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(Glossary.Fuyang.Count, Glossary.Fuyang.Select(t => t.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Glossary.Fuyang.Count, Glossary.Fuyang.Select(t => t.Name.Zh).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Glossary.Fuyang, t => Assert.All([t.Name.Zh, t.Name.En, t.Meaning.Zh, t.Meaning.En, t.Clause], text => Assert.False(string.IsNullOrWhiteSpace(text), t.Code)));
        Assert.All(Glossary.Fuyang, t => Assert.NotEmpty(t.Rules));
        Assert.Equal([], Glossary.Fuyang.SelectMany(t => t.Rules).Except(rules));
    }

    [Fact]
    public void Every_rule_but_the_ways_of_renovation_and_kinds_of_cost_is_found_by_a_term()
    {
        // R-06 and M-06, M-07 name lists of their own that the forms show; no word of theirs needs explaining.
        Assert.Equal(["M-06", "M-07", "R-06"], ShippedPolicies.Fuyang.Rules.Select(r => r.Id).Except(Glossary.Fuyang.SelectMany(t => t.Rules)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("M-09", "latePayment")]
    [InlineData("m-09", "latePayment")]
    [InlineData("首付", "latePayment")]
    [InlineData("WAR MAP", "warMap")]
    [InlineData("附件1", "projectPool")]
    public void A_search_finds_by_rule_word_and_clause(string text, string code) => Assert.Contains(code, Glossary.Fuyang.Where(t => t.Matches(text)).Select(t => t.Code));

    [Theory]
    [InlineData("M-0")]
    [InlineData("no such word")]
    public void A_part_of_a_rules_id_or_an_unknown_word_finds_nothing(string text) => Assert.DoesNotContain(Glossary.Fuyang, t => t.Matches(text));

    [Fact]
    public void A_term_that_lacks_a_field_is_not_read() => Assert.Throws<YamlDotNet.Core.YamlException>(() => Glossary.Read("- {code: a, name: {zh: 甲, en: a}, clause: 一, rules: [G-01]}"));
}
