using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Console.Tables;

/// <summary>A tab of the inbox: the stages it shows.</summary>
/// <param name="Code">Its code in the URL.</param>
/// <param name="Stages">Its stages; empty: all.</param>
public sealed record AlertTab(string Code, IReadOnlyList<AlertStage> Stages)
{
    internal static IReadOnlyList<AlertTab> All { get; } =
    [
        new("waiting", [AlertStage.Firing]), new("handled", [AlertStage.Acknowledged, AlertStage.Dispatched, AlertStage.Handling]), new("resolved", [AlertStage.Resolved]),
        new("closed", [AlertStage.Closed]), new("all", []),
    ];

    /// <summary>How many alerts are in it; a dash while nobody knows.</summary>
    internal string Count(AlertPage? page) => page is null
        ? "–"
        : page.Stages.Where(s => Stages.Count == 0 || Stages.Any(mine => string.Equals(mine.ToString(), s.Key, StringComparison.OrdinalIgnoreCase))).Sum(static s => s.Value)
            .ToString(System.Globalization.CultureInfo.InvariantCulture);
}
