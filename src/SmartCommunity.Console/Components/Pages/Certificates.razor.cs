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

/// <summary>Certificates of devices, what runs out first, and the authorities of the community chosen. Filters and page are in the URL.</summary>
public sealed partial class Certificates : IDisposable
{
    private const string CommunityKey = "community";
    private const string StateKey = "state";
    private const string SearchKey = "search";
    private const string PageKey = "page";

    /// <summary>Two screens of rows.</summary>
    private const int PageSize = 50;

    private readonly CancellationTokenSource _leaving = new();
    private Loader<Content> _content = null!;
    private CertificateView? _revoking;
    private string? _said;

    [Inject] public required CertificateDesk Desk { get; init; }
    [Inject] public required AuthorityDesk Authorities { get; init; }
    [Inject] public required PlaceDirectory Directory { get; init; }
    [Inject] public required DataAsOf AsOf { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required ILogger<Certificates> Logger { get; init; }

    /// <summary>Certificates of this community only, and its authorities.</summary>
    [SupplyParameterFromQuery(Name = CommunityKey)]
    public string? Community { get; set; }

    /// <summary>Certificates in this state only.</summary>
    [SupplyParameterFromQuery(Name = StateKey)]
    public string? State { get; set; }

    /// <summary>Text in device id or serial.</summary>
    [SupplyParameterFromQuery(Name = SearchKey)]
    public string? Search { get; set; }

    /// <summary>Page, from 1.</summary>
    [SupplyParameterFromQuery(Name = PageKey)]
    public int? Number { get; set; }

    private long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    private bool IsFiltered => !string.IsNullOrEmpty(Community) || !string.IsNullOrEmpty(State) || !string.IsNullOrEmpty(Search);

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
        await _content.LoadAsync(ReadAsync, _leaving.Token);
        if (_content.Problem is null)
            AsOf.Report(NowMs, live: false);
    }

    private async Task<Content> ReadAsync(CancellationToken stop)
    {
        var query = new CertificateQuery(DeviceFilters.OrNull(Community), DeviceFilters.OrNull(State), DeviceFilters.OrNull(Search?.Trim()));
        var places = Visitor.Only(await Directory.CommunitiesAsync(street: null, stop));
        var community = places.FirstOrDefault(place => place.Code == query.Community);
        return new Content(
            await Desk.ListAsync(query, Math.Clamp(Number ?? 1, 1, Paging.MaxPage), PageSize, stop), places, community,
            community is null ? [] : await Authorities.ListAsync(community.Code, stop));
    }

    private async Task OnRevokedAsync(CertificateView revoked)
    {
        _revoking = null;
        _said = L["certificates.revoked", revoked.Device];
        await LoadAsync();
    }

    private void SetQuery(string name, object? value)
    {
        var changes = new Dictionary<string, object?> { [PageKey] = null, [name] = DeviceFilters.OrNull(Convert.ToString(value, CultureInfo.InvariantCulture)) };
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(changes), replace: true);
    }

    /// <summary>What the page loads.</summary>
    private sealed record Content(
        Page<CertificateView> Certificates, IReadOnlyList<CommunityView> Places, CommunityView? Community, IReadOnlyList<AuthorityView> Authorities);
}
