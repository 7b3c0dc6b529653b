using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Programme.Papers.Dossiers;
using SmartCommunity.Console.Loading;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The acceptance dossier of a project: the score it would prove, what it lacks, and the bundle itself.</summary>
public sealed partial class DossierPanel : IDisposable
{
    [Inject] public required Author Author { get; init; }

    /// <summary>What it would hold; null shows nothing.</summary>
    [Parameter, EditorRequired]
    public required DossierPlan? Plan { get; set; }

    private string Href => $"/api/v1/programme/projects/{Uri.EscapeDataString(Plan!.Project)}/dossier/bundle?actor={Uri.EscapeDataString(Author.Name)}";

    /// <inheritdoc/>
    public void Dispose() => Author.Changed -= OnChanged;

    /// <inheritdoc/>
    protected override void OnInitialized() => Author.Changed += OnChanged;

    // The name is said in a field of its own.
    private void OnChanged() => _ = InvokeAsync(StateHasChanged);
}
