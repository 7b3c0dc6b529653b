using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Takes a page to a past instant and back to now; the page holds the instant in its URL.</summary>
public sealed partial class TimeTravelBar
{
    private string? _field;
    private DateTimeOffset? _shown;

    /// <summary>The instant on screen; null: now.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset? At { get; set; }

    /// <summary>Another instant, with its zone; null: now.</summary>
    [Parameter]
    public EventCallback<string?> OnGo { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_shown == At && _field is not null)
            return;
        _shown = At;
        _field = At is { } at ? ScoreText.Field(at) : "";
    }

    private Task Go() => ScoreText.TryInstant(_field, out var at) ? OnGo.InvokeAsync(at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)) : Task.CompletedTask;
}
