using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Takes GeoJSON from a file or as pasted text.</summary>
public sealed partial class GeoJsonField
{
    /// <summary>Largest file, bytes: what an act may be, 1 MiB, with room for its other fields.</summary>
    internal const int MaxBytes = 1_000_000;

    private string? _fault;

    /// <summary>Begins the ids of its fields.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>The text.</summary>
    [Parameter]
    public string Text { get; set; } = "";

    /// <summary>Another text.</summary>
    [Parameter]
    public EventCallback<string> TextChanged { get; set; }

    /// <summary>The text as JSON; null with the reason when it is none.</summary>
    internal static JsonElement? Parse(string text, out string? fault)
    {
        try
        {
            fault = null;
            return JsonElement.Parse(text);
        }
        catch (JsonException exception)
        {
            fault = exception.Message;
            return null;
        }
    }

    private async Task ReadAsync(InputFileChangeEventArgs args)
    {
        _fault = null;
        if (args.File.Size > MaxBytes)
        {
            _fault = L["import.tooLarge", args.File.Size, MaxBytes];
            return;
        }

        try
        {
            using var reader = new StreamReader(args.File.OpenReadStream(MaxBytes));
            await TextChanged.InvokeAsync(await reader.ReadToEndAsync());
        }
        catch (Exception exception) when (exception is IOException or JSException or TaskCanceledException)
        {
            _fault = exception.Message;
        }
    }
}
