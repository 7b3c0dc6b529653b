using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Cloud.Alerts.Trials;
using SmartCommunity.Simulators;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cli.Truth;

/// <summary>The simulators' labels as the scorer takes them.</summary>
internal static class TruthLabels
{
    /// <summary>A fault's alert may come this long after its end, or its budget's: a tick, a commit, a report interval.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>What truly happened, out of a file of labels (<c>--truth</c>).</summary>
    internal static IReadOnlyList<LabelledFault> OfFile(string path)
    {
        try
        {
            return Of(TruthFile.Read(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} (--truth) cannot be read: {fault.Message}");
        }
    }

    /// <summary>What truly happened. A label whose fault was cut short ends when it says so.</summary>
    internal static IReadOnlyList<LabelledFault> Of(IEnumerable<FaultLabel> labels) =>
        [.. labels.GroupBy(static l => l.Id, StringComparer.Ordinal).Select(static g => g.FirstOrDefault(static l => l.Record == "ended") ?? g.First()).Select(Of)];

    private static LabelledFault Of(FaultLabel label)
    {
        // An alert is expected by the id of the rule that must raise it (decision 0034).
        var rule = label.ExpectedAlert is { } expected ? ShippedRules.Find(expected) : null;
        string[] subjects = label.Subject == label.Community ? [] : label.Place is { } place ? [.. label.Devices, place] : [.. label.Devices];
        return new LabelledFault(
            label.Id, label.Kind, label.Community, subjects, label.From, label.To, TimeSpan.FromSeconds(label.LatencyBudgetSeconds), label.ExpectedAlert, rule is null ? "" : TruthAlerts.Wire(rule.Cause),
            rule is { IsLatched: true } || SafetyEvents.Types.Contains(label.Kind));
    }
}
