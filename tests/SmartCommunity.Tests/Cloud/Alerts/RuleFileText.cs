using System.Text;

namespace SmartCommunity.Tests.Cloud.Alerts;

/// <summary>Files of rules for tests: what matters of a rule on a line, the words around it here.</summary>
internal static class RuleFileText
{
    internal const string Words = "title: {zh: 测, en: t}, nextStep: {zh: 测, en: t}, source: default, cause: personAtRisk";

    /// <summary>A set of rules; each line is <c>id, priority: P2, condition: {…}</c>.</summary>
    internal static byte[] Set(string rules, string version = "1") => Encoding.UTF8.GetBytes(
        $"format: 1\nid: test\nversion: \"{version}\"\ntitle: {{zh: 测, en: t}}\nrules:\n" + string.Concat(rules.Split('\n').Select(r => $"  - {{{Words}, id: {r}}}\n")));
}
