using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Console.Interop;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>A dialog over the page: takes the focus when it opens, closes with Esc.</summary>
public sealed partial class Overlay
{
    private ElementReference _section;

    [Inject] public required ILogger<Overlay> Logger { get; init; }

    /// <summary>What it is about.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>It is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <summary>Its content.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await JsSafe.TryAsync(Logger, async () => await _section.FocusAsync());
    }
}
