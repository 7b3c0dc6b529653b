using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Two snapshots side by side: totals, verdict, hashes, and the measures that differ.</summary>
public sealed partial class SnapshotComparison
{
    /// <summary>The score compared from; null: there is no such snapshot.</summary>
    [Parameter, EditorRequired]
    public CommunityScore? Left { get; set; }

    /// <summary>The score compared to; null: there is no such snapshot.</summary>
    [Parameter, EditorRequired]
    public CommunityScore? Right { get; set; }

    /// <summary>What the first is called.</summary>
    [Parameter, EditorRequired]
    public required string LeftTitle { get; set; }

    /// <summary>What the second is called.</summary>
    [Parameter, EditorRequired]
    public required string RightTitle { get; set; }

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>The comparison is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    private List<(MeasureScore A, MeasureScore B)> Changed { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnParametersSet() => Changed = Left is null || Right is null ? [] : [.. Pairs(Left, Right).Where(static p => Differ(p.A, p.B))];

    private static IEnumerable<(MeasureScore A, MeasureScore B)> Pairs(CommunityScore left, CommunityScore right)
    {
        var others = right.Measures.ToDictionary(static m => m.Id, StringComparer.Ordinal);
        foreach (var measure in left.Measures)
        {
            if (others.TryGetValue(measure.Id, out var other))
                yield return (measure, other);
        }
    }

    private static bool Differ(MeasureScore a, MeasureScore b) => a.State != b.State || a.Value != b.Value || a.Points != b.Points || a.Badge != b.Badge;

    private static string Difference(double from, double to) => (to >= from ? "+" : "−") + ScoreText.Points(Math.Abs(to - from));
}
