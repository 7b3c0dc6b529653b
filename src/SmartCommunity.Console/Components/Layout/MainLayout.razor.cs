using Microsoft.AspNetCore.Components.Web;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console.Components.Layout;

/// <summary>Header, navigation and the page; an exception while rendering a page is shown in its place and can be recovered from.</summary>
public sealed partial class MainLayout
{
    private ErrorBoundary? _boundary;

    private static string Other => Languages.IsChinese ? Languages.English : Languages.Chinese;

    /// <inheritdoc/>
    protected override void OnParametersSet() => _boundary?.Recover();
}
