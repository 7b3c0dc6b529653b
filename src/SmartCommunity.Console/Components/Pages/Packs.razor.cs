using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>The standard packs that are installed: one opened down to each measure, its formula and where its numbers are from; or two compared, with what that does to every community.</summary>
public sealed partial class Packs
{
    private const string PackKey = "pack", WithKey = "with";

    [Inject] public required PackDesk Desk { get; init; }

    /// <summary><c>id@version</c> of the pack that is open; the first one when absent.</summary>
    [SupplyParameterFromQuery(Name = PackKey)]
    public string? Name { get; set; }

    /// <summary><c>id@version</c> of the pack it is compared with.</summary>
    [SupplyParameterFromQuery(Name = WithKey)]
    public string? WithName { get; set; }

    // Some are shipped.
    private StandardPack? Opened => string.IsNullOrEmpty(Name) ? Desk.All[0] : Desk.Find(Name);

    private StandardPack? Other => WithName is null ? null : Desk.Find(WithName);

    /// <inheritdoc/>
    protected override void OnParametersSet() => AsOf.Report(NowMs, live: false);

    private void Open(string pack) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [PackKey] = pack, [WithKey] = null }), replace: true);
}
