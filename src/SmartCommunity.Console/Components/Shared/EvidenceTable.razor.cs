using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Evidence of communities, a row a piece.</summary>
public sealed partial class EvidenceTable
{
    /// <summary>The pieces.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<QueuedEvidenceView> Queue { get; set; } = [];

    /// <summary>The communities, for their names.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    /// <summary>The words of a pack.</summary>
    [Parameter, EditorRequired]
    public required Func<string?, PackWords> WordsOf { get; set; }

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>Id of the piece that is open.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>A piece is to be opened.</summary>
    [Parameter]
    public EventCallback<string> OnOpen { get; set; }
}
