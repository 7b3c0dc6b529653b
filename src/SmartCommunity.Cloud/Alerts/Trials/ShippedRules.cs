using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;

namespace SmartCommunity.Cloud.Alerts.Trials;

/// <summary>The rules that this program ships, for whoever judges alerts by them.</summary>
public static class ShippedRules
{
    /// <summary><c>id@version</c>.</summary>
    public static string Name => RuleSets.Current.Name;

    /// <summary>The rules.</summary>
    public static IReadOnlyList<AlertRule> All => RuleSets.Current.Rules;

    /// <summary>The rule of an id; null: none.</summary>
    public static AlertRule? Find(string id) => RuleSets.Current.Find(id);
}
