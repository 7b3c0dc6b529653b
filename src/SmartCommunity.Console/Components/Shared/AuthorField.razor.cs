using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Loading;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Asks who it is that enters or decides; what was said once is offered again.</summary>
public sealed partial class AuthorField : IDisposable
{
    [Inject] public required Author Author { get; init; }

    /// <summary>Id of the field.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>The name was refused.</summary>
    [Parameter]
    public bool IsWrong { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Author.Changed -= OnChanged;

    /// <inheritdoc/>
    protected override void OnInitialized() => Author.Changed += OnChanged;

    // Another field of the same page may be where it was said.
    private void OnChanged() => _ = InvokeAsync(StateHasChanged);
}
