using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Devices that wait to be claimed or were: make codes for a delivery, claim by code, revoke. Filters, panel and page are in the URL; codes and tokens never are.</summary>
public sealed partial class Claims : IDisposable
{
    private const string StateKey = "state";
    private const string SearchKey = "search";
    private const string PageKey = "page";
    private const string PanelKey = "panel";
    private const string PreparePanel = "prepare";
    private const string ClaimPanel = "claim";

    /// <summary>Two screens of rows.</summary>
    private const int PageSize = 50;

    private readonly CancellationTokenSource _leaving = new();
    private Loader<Content> _content = null!;
    private ClaimView? _revoking;
    private IReadOnlyList<Fault> _faults = [];
    private string? _said;
    private bool _busy;

    [Inject] public required ClaimDesk Desk { get; init; }
    [Inject] public required PlaceDirectory Directory { get; init; }
    [Inject] public required GatewayEnrolment Enrolment { get; init; }
    [Inject] public required DataAsOf AsOf { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required ILogger<Claims> Logger { get; init; }

    /// <summary>Codes in this state only.</summary>
    [SupplyParameterFromQuery(Name = StateKey)]
    public string? State { get; set; }

    /// <summary>Text in device id or delivery.</summary>
    [SupplyParameterFromQuery(Name = SearchKey)]
    public string? Search { get; set; }

    /// <summary>Page, from 1.</summary>
    [SupplyParameterFromQuery(Name = PageKey)]
    public int? Number { get; set; }

    /// <summary>The form that is open: <c>prepare</c> or <c>claim</c>.</summary>
    [SupplyParameterFromQuery(Name = PanelKey)]
    public string? Panel { get; set; }

    private bool IsFiltered => !string.IsNullOrEmpty(State) || !string.IsNullOrEmpty(Search);

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop => new Content(
                await Desk.ListAsync(batch: null, DeviceFilters.OrNull(State), DeviceFilters.OrNull(Search?.Trim()), Math.Clamp(Number ?? 1, 1, Paging.MaxPage), PageSize, stop),
                Visitor.Only(await Directory.CommunitiesAsync(street: null, stop)),
                [.. (await Enrolment.ListAsync(stop)).Select(g => g.Id)]),
            _leaving.Token);
        if (_content.Problem is null)
            AsOf.Report(Time.GetUtcNow().ToUnixTimeMilliseconds(), live: false);
    }

    private async Task RevokeAsync()
    {
        _busy = true;
        var device = _revoking!.Device;
        var outcome = await Attempt.RunAsync(() => Desk.RevokeAsync(device, Visitor.Actor, CancellationToken.None), Logger);
        (_busy, _revoking, _faults) = (false, null, outcome.Faults);
        _said = outcome.Succeeded ? L["claims.revoked", device].Value : null;
        await LoadAsync();
    }

    private void SetQuery(string name, object? value)
    {
        var changes = new Dictionary<string, object?> { [name] = DeviceFilters.OrNull(Convert.ToString(value, CultureInfo.InvariantCulture)) };
        if (name is not (PageKey or PanelKey))
            changes[PageKey] = null;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(changes), replace: true);
    }

    /// <summary>What the page loads.</summary>
    private sealed record Content(Page<ClaimView> Claims, IReadOnlyList<CommunityView> Places, IReadOnlyList<string> Gateways);
}
