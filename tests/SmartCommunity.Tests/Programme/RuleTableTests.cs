using System.Reflection;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Tests.Programme;

/// <summary>Every rule of the policy has a test that fails when it is broken: tests say which by the trait <c>Rule</c>.</summary>
public sealed class RuleTableTests
{
    [Fact]
    public void Every_rule_has_a_test()
    {
        var tested = typeof(RuleTableTests).Assembly.GetTypes().SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public)).Where(m => m.IsDefined(typeof(FactAttribute), inherit: true))
            .SelectMany(m => m.GetCustomAttributes<TraitAttribute>()).Where(t => t.Name == "Rule").Select(t => t.Value).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([.. ShippedPolicies.Fuyang.Rules.Select(r => r.Id).Order(StringComparer.Ordinal)], tested.Order(StringComparer.Ordinal));
    }
}
