using System.Text;
using SmartCommunity.Cloud.Alerts.Rules;

namespace SmartCommunity.Tests.Cloud.Alerts.Detecting;

/// <summary>The shipped rules with those live that are only tried out.</summary>
internal static class LiveRules
{
    internal static byte[] File { get; } = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(RuleSets.Shipped).Replace("    mode: shadow\n", "", StringComparison.Ordinal));
}
