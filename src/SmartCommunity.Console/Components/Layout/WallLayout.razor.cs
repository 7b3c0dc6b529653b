using Microsoft.AspNetCore.Components.Web;

namespace SmartCommunity.Console.Components.Layout;

/// <summary>A page that fills a screen nobody sits at: no navigation, always dark, letters that are read from across the room.</summary>
public sealed partial class WallLayout
{
    private ErrorBoundary? _boundary;

    /// <inheritdoc/>
    protected override void OnParametersSet() => _boundary?.Recover();
}
