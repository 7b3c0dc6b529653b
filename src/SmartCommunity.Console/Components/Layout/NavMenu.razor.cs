using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace SmartCommunity.Console.Components.Layout;

/// <summary>The groups of pages, and the pages of the one on screen; both mark where one is, for the eye and for screen readers.</summary>
public sealed partial class NavMenu : IDisposable
{
    private NavGroup? _group;
    private NavPage? _page;

    /// <summary>Where one is.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    private string Path => new Uri(Navigation.Uri).AbsolutePath;

    /// <inheritdoc/>
    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        Look();
    }

    // The page itself is marked once: in the second row where there is one.
    private string? Current(NavGroup group) => group != _group ? null : group.Pages.Count == 1 && Path == group.Pages[0].Href ? "page" : "true";

    private bool Opens(NavPage page) => Visitor.May(page.Policy) && (!page.IsOfDistrict || Visitor.Caller.Area.IsDistrict);

    private bool Opens(NavGroup group) => group.Pages.Any(Opens);

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(() =>
    {
        Look();
        StateHasChanged();
    });

    private void Look()
    {
        _page = NavGroup.PageOf(Path);
        _group = NavGroup.All.FirstOrDefault(g => _page is not null && g.Pages.Contains(_page));
    }
}
