using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Takes an entry out, with the reason; the log keeps both.</summary>
public sealed partial class RemoveEntry
{
    private bool _open;
    private string _reason = "";

    /// <summary>What the entry is called.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>The act for a reason.</summary>
    [Parameter, EditorRequired]
    public required Func<string, ProgrammeAct> Act { get; set; }

    private async Task RemoveAsync()
    {
        if (await SubmitAsync(Act(_reason)))
            _open = false;
    }
}
