using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Console.Interop;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What one shift tells the next: written here, and taken over here.</summary>
public sealed partial class HandoverNotes
{
    private ElementReference _title;
    private IReadOnlyList<Fault> _faults = [];
    private string _text = "";
    private bool _busy;

    [Inject] public required HandoverDesk Desk { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<HandoverNotes> Logger { get; init; }

    /// <summary>The notes, those nobody took over first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<HandoverNote> Notes { get; set; }

    /// <summary>Code of the street.</summary>
    [Parameter, EditorRequired]
    public required string Street { get; set; }

    /// <summary>A note was written or taken over.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private async Task AddAsync()
    {
        if (await RunAsync(() => Desk.AddAsync(Street, new NewHandoverNote { Author = Author.Name.Trim(), Text = _text.Trim() }, CancellationToken.None)))
            _text = "";
    }

    private async Task TakeAsync(long id)
    {
        // The button that was pressed is gone.
        if (await RunAsync(() => Desk.TakeAsync(Street, id, new HandoverTaken { TakenBy = Author.Name.Trim() }, CancellationToken.None)))
            await JsSafe.TryAsync(Logger, async () => await _title.FocusAsync());
    }

    private async Task<bool> RunAsync(Func<Task<Outcome<HandoverNote>>> action)
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(action, Logger);
        (_busy, _faults) = (false, outcome.Faults);
        await OnChanged.InvokeAsync();
        return outcome.Succeeded;
    }
}
