using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Every change of one thing people said, newest first: who, when, and what stood there with its source and day.</summary>
public sealed partial class ChangeHistory : IDisposable
{
    /// <summary>A drawer's worth of rows.</summary>
    private const int PageSize = 20;

    private readonly CancellationTokenSource _leaving = new();
    private Loader<Page<ChangeView>> _changes = null!;
    private (string Subject, long Revision)? _asked;
    private int _number = 1;

    [Inject] public required ChangeList Changes { get; init; }
    [Inject] public required ILogger<ChangeHistory> Logger { get; init; }

    /// <summary>Community code.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>As <see cref="ChangeView.Subject"/>.</summary>
    [Parameter, EditorRequired]
    public required string Subject { get; set; }

    /// <summary>Its revision on screen; with another one the history is read again.</summary>
    [Parameter, EditorRequired]
    public long Revision { get; set; }

    /// <summary>The value of a row of history.</summary>
    [Parameter]
    public RenderFragment<JsonElement>? Row { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _changes = new Loader<Page<ChangeView>>(Logger);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        if (_asked == (Subject, Revision))
            return Task.CompletedTask;
        (_asked, _number) = ((Subject, Revision), 1);
        return LoadAsync();
    }

    private Task GoAsync(int number)
    {
        _number = number;
        return LoadAsync();
    }

    private Task LoadAsync() => _changes.LoadAsync(
        async stop =>
        {
            var outcome = await Changes.ListAsync(Community, Subject, _number, PageSize, stop);
            return outcome.Value ?? throw new InvalidOperationException(string.Join(" ", outcome.Faults.Select(static f => f.Message)));
        },
        _leaving.Token);

    private static string TextOf(ChangeView change, string name) => change.Row.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
