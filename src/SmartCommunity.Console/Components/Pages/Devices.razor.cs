using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.QuickGrid;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>The device registry: list, enrol, import, export, rotate, retire. Facets, selection and the open panel are in the URL.</summary>
public sealed partial class Devices : IDisposable
{
    private const string DeviceKey = "device";
    private const string PanelKey = "panel";
    private const string EnrolPanel = "enrol";
    private const string ImportPanelName = "import";

    private readonly CancellationTokenSource _leaving = new();
    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private Loader<Facets> _facets = null!;
    private QuickGrid<FoundDevice>? _grid;
    private (DeviceFilter Filter, string? State)? _shown;
    private DeviceView? _selected;
    private string? _missing;
    private long? _total;
    private string? _listProblem;

    [Inject] public required DeviceRegistry Registry { get; init; }
    [Inject] public required DeviceSearch Finder { get; init; }
    [Inject] public required PlaceDirectory Directory { get; init; }
    [Inject] public required GatewayStates States { get; init; }
    [Inject] public required DataAsOf AsOf { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required ILogger<Devices> Logger { get; init; }

    /// <summary>Community facet.</summary>
    [SupplyParameterFromQuery(Name = "community")]
    public string? CommunityCode { get; set; }

    /// <summary>Class facet.</summary>
    [SupplyParameterFromQuery(Name = "class")]
    public string? Class { get; set; }

    /// <summary>Gateway facet.</summary>
    [SupplyParameterFromQuery(Name = "gateway")]
    public string? Gateway { get; set; }

    /// <summary>Dialect facet.</summary>
    [SupplyParameterFromQuery(Name = "dialect")]
    public string? Dialect { get; set; }

    /// <summary>Whether it is there, a code of <see cref="Contracts.Live.DevicePresence"/>.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    /// <summary><c>only</c>, <c>all</c>, or without the retired.</summary>
    [SupplyParameterFromQuery(Name = "retired")]
    public string? Retired { get; set; }

    /// <summary>Text in id or name.</summary>
    [SupplyParameterFromQuery(Name = "search")]
    public string? Search { get; set; }

    /// <summary>The device in the drawer.</summary>
    [SupplyParameterFromQuery(Name = DeviceKey)]
    public string? Selected { get; set; }

    /// <summary><c>enrol</c> or <c>import</c>: the open dialog.</summary>
    [SupplyParameterFromQuery(Name = PanelKey)]
    public string? Panel { get; set; }

    private DeviceFilter Filter => DeviceFilters.From(Visitor.Narrow(CommunityCode, null), Class, Gateway, Retired, Search, Dialect);

    private bool IsFiltered => Filter != DeviceFilters.From(Visitor.Narrow(null, null), null, null, null, null, null) || !string.IsNullOrEmpty(State);

    private IReadOnlyList<CommunityView> Places => _facets.Value?.Places ?? [];

    private IReadOnlyList<string> GatewayIds => _facets.Value?.Gateways ?? [];

    private string ExportUrl => Navigation.GetUriWithQueryParameters(
        "/console/devices.csv",
        new Dictionary<string, object?> { ["community"] = CommunityCode, ["class"] = Class, ["gateway"] = Gateway, ["retired"] = Retired, ["search"] = Search, ["dialect"] = Dialect, ["state"] = State });

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _facets = new Loader<Facets>(Logger);
        return LoadAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shown is { } shown && shown != (Filter, State))
        {
            // What is no longer on screen must not be acted on.
            _chosen.Clear();
            await RefreshAsync();
        }

        _shown = (Filter, State);
        if (_selected?.Id != Selected && _missing != Selected)
            await SelectAsync();
    }

    private Task LoadAsync() => _facets.LoadAsync(
        async stop => new Facets(
            Visitor.Only(await Directory.CommunitiesAsync(street: null, stop)), [.. (await States.ListAsync(stop)).Select(g => g.Id)]),
        _leaving.Token);

    private async Task SelectAsync()
    {
        try
        {
            var asked = DeviceFilters.OrNull(Selected);
            _selected = asked is null ? null : await Registry.FindAsync(asked, _leaving.Token);
            if (_selected is { } found && !Visitor.Sees(found.Community))
                _selected = null;
            _missing = _selected is null ? asked : null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Logger.LoadFailed(exception);
            _listProblem = exception.Message;
        }
    }

    private async ValueTask<GridItemsProviderResult<FoundDevice>> ReadAsync(GridItemsProviderRequest<FoundDevice> request)
    {
        try
        {
            var (filter, state) = (Filter, State);
            var (rows, total) = await PageWindow.ReadAsync(
                request.StartIndex, request.Count ?? PageWindow.PageSize,
                number => Finder.ListAsync(filter, state, number, PageWindow.PageSize, request.CancellationToken));
            Show((total, null));
            return GridItemsProviderResult.From([.. rows], (int)Math.Min(total, int.MaxValue));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Logger.LoadFailed(exception);
            Show((_total, exception.Message));
            return GridItemsProviderResult.From(Array.Empty<FoundDevice>(), 0);
        }
    }

    // The grid reads while it renders; only a change renders the page around it again.
    private void Show((long? Total, string? Problem) result)
    {
        if (result.Problem is null)
            AsOf.Report(Time.GetUtcNow().ToUnixTimeMilliseconds(), live: false);
        if ((_total, _listProblem) == result)
            return;
        (_total, _listProblem) = result;
        StateHasChanged();
    }

    private async Task RefreshAsync()
    {
        if (_grid is not null)
            await _grid.RefreshDataAsync();
    }

    private async Task ReloadAsync()
    {
        await SelectAsync();
        await RefreshAsync();
    }

    private string? RowClassOf(FoundDevice found) => found.Device.Id == Selected ? "selected" : null;

    private void Choose(string id, bool chosen) => _ = chosen ? _chosen.Add(id) : _chosen.Remove(id);

    private static string CredentialOf(DeviceView device) =>
        device.CertificateSha256 is not null ? "credential.certificate"
        : device.HasNextToken ? "credential.rotating"
        : device.HasToken ? "credential.token" : "credential.none";

    private void SetQuery(string name, string? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, DeviceFilters.OrNull(value)), replace: true);

    /// <summary>What the facets offer.</summary>
    private sealed record Facets(IReadOnlyList<CommunityView> Places, IReadOnlyList<string> Gateways);
}
