using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Tables;
using SmartCommunity.Storage.Scores;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Snapshots of a kind with their revisions, newest first, two of which can be chosen to be compared.</summary>
public sealed partial class SnapshotTable
{
    private static readonly ScoreSnapshotKind[] Kinds = [ScoreSnapshotKind.Day, ScoreSnapshotKind.Month];

    /// <summary>The snapshots, oldest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ScoreSnapshot> Snapshots { get; set; } = [];

    /// <summary>Their kind.</summary>
    [Parameter, EditorRequired]
    public ScoreSnapshotKind Kind { get; set; }

    /// <summary>The one compared from.</summary>
    [Parameter]
    public SnapshotChoice? Left { get; set; }

    /// <summary>The one compared to.</summary>
    [Parameter]
    public SnapshotChoice? Right { get; set; }

    /// <summary>Another kind is asked for.</summary>
    [Parameter]
    public EventCallback<ScoreSnapshotKind> OnKind { get; set; }

    /// <summary>One is chosen to compare from.</summary>
    [Parameter]
    public EventCallback<string> OnLeft { get; set; }

    /// <summary>One is chosen to compare to.</summary>
    [Parameter]
    public EventCallback<string> OnRight { get; set; }
}
