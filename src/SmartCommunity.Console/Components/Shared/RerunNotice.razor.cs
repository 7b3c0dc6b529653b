using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What a re-run did: payloads accepted, measurements stored, and why the others stay.</summary>
public sealed partial class RerunNotice
{
    /// <summary>Reasons listed, the most frequent first; the list below holds each payload.</summary>
    private const int MaxGroups = 10;

    /// <summary>The report.</summary>
    [Parameter, EditorRequired]
    public required RerunReport Report { get; set; }

    /// <summary>It was read.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }
}
