using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Console.Interop;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>One alert: why it was raised, what to do next, what was done. Keyed by alert.</summary>
public sealed partial class AlertDrawer
{
    private ElementReference _section;

    [Inject] public required ILogger<AlertDrawer> Logger { get; init; }

    /// <summary>The alert with its history.</summary>
    [Parameter, EditorRequired]
    public required AlertDetail Detail { get; set; }

    /// <summary>Name of its community.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>There is one before it.</summary>
    [Parameter]
    public bool CanStepBack { get; set; }

    /// <summary>There is one after it.</summary>
    [Parameter]
    public bool CanStepOn { get; set; }

    /// <summary>The one before (−1) or after (1) is to be opened.</summary>
    [Parameter]
    public EventCallback<int> OnStep { get; set; }

    /// <summary>Something was done about it.</summary>
    [Parameter]
    public EventCallback<AlertDetail> OnDone { get; set; }

    /// <summary>The drawer is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    private AlertView Alert => Detail.Alert;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // Single letters are keys here: the drawer has the focus, no field.
        if (firstRender)
            await JsSafe.TryAsync(Logger, async () => await _section.FocusAsync());
    }
}
