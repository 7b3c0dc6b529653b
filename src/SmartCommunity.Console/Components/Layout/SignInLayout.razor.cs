using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console.Components.Layout;

/// <summary>Around the pages of signing in: no navigation, no circuit.</summary>
public sealed partial class SignInLayout
{
    [Inject] public required NavigationManager Navigation { get; init; }

    private static string Other => Languages.IsChinese ? Languages.English : Languages.Chinese;

    private string LanguageHref => $"/console/language?to={Other}&back={Uri.EscapeDataString("/" + Navigation.ToBaseRelativePath(Navigation.Uri))}";
}
