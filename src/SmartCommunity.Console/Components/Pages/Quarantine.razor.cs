using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Payloads that were not accepted: why, a sample, adopt an unknown device, map a vendor's field, run again, dismiss. Filters and page are in the URL.</summary>
public sealed partial class Quarantine : IDisposable
{
    private const string PageKey = "page";
    private const string AllStates = "all";

    /// <summary>Two screens of rows.</summary>
    private const int PageSize = 50;

    private readonly CancellationTokenSource _leaving = new();
    private readonly HashSet<long> _selected = [];
    private Loader<Content> _content = null!;
    private UnknownDevices? _unknown;
    private QuarantineView? _mapping;
    private RerunReport? _report;
    private string? _said;
    private IReadOnlyList<Fault> _faults = [];
    private IReadOnlyList<Fault> _mapFaults = [];
    private bool _busy;

    [Inject] public required QuarantineDesk Desk { get; init; }
    [Inject] public required PlaceDirectory Directory { get; init; }
    [Inject] public required DataAsOf AsOf { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required ILogger<Quarantine> Logger { get; init; }

    /// <summary>Payloads of this community only.</summary>
    [SupplyParameterFromQuery(Name = "community")]
    public string? CommunityCode { get; set; }

    /// <summary>Payloads with this reason only.</summary>
    [SupplyParameterFromQuery(Name = "reason")]
    public string? Reason { get; set; }

    /// <summary><c>open</c> (default), <c>rerun</c>, <c>dismissed</c> or <c>all</c>.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    /// <summary>Payloads of this device only.</summary>
    [SupplyParameterFromQuery(Name = "device")]
    public string? Device { get; set; }

    /// <summary>Page, from 1.</summary>
    [SupplyParameterFromQuery(Name = PageKey)]
    public int? Number { get; set; }

    private long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    private QuarantineFilter Filter => new(
        DeviceFilters.OrNull(CommunityCode), DeviceFilters.OrNull(Device?.Trim()), DeviceFilters.OrNull(Reason),
        State switch { AllStates => null, null or "" => "open", _ => State });

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
                await Desk.ListAsync(Filter, Math.Max(1, Number ?? 1), PageSize, stop),
                await Desk.MappingsAsync(stop),
                await Directory.CommunitiesAsync(street: null, stop)),
            _leaving.Token);
        if (_content.Problem is not null)
            return;
        AsOf.Report(NowMs, live: false);
        _selected.IntersectWith(_content.Value!.Page.Items.Select(r => r.Id));
    }

    private async Task ReloadAsync()
    {
        await LoadAsync();
        if (_unknown is not null)
            await _unknown.ReloadAsync();
    }

    private async Task RerunAsync(HashSet<long>? ids)
    {
        _busy = true;
        var filter = ids is null ? Filter : new QuarantineFilter(State: null, Ids: [.. ids]);
        var outcome = await Attempt.RunAsync(() => Desk.RerunAsync(filter, CancellationToken.None), Logger);
        (_busy, _faults, _report, _said) = (false, outcome.Faults, outcome.Value, null);
        await ReloadAsync();
    }

    private async Task DismissAsync()
    {
        _busy = true;
        var outcome = await Attempt.RunAsync<int>(async () => await Desk.DismissAsync([.. _selected], CancellationToken.None), Logger);
        (_busy, _faults, _report) = (false, outcome.Faults, null);
        _said = outcome.Succeeded ? L["quarantine.dismissed", outcome.Value].Value : null;
        await ReloadAsync();
    }

    private async Task MapAsync(FieldMappingView mapping)
    {
        var outcome = await Attempt.RunAsync(() => Desk.MapAsync(mapping, CancellationToken.None), Logger);
        _mapFaults = outcome.Faults;
        if (!outcome.Succeeded)
            return;
        _mapping = null;
        _said = L["map.done", mapping.Field, mapping.Quantity];
        await LoadAsync();
    }

    private async Task UnmapAsync(long id)
    {
        var outcome = await Attempt.RunAsync(() => Desk.UnmapAsync(id, CancellationToken.None), Logger);
        _faults = outcome.Faults;
        await LoadAsync();
    }

    private void SetQuery(string name, object? value)
    {
        var changes = new Dictionary<string, object?> { [PageKey] = null, [name] = DeviceFilters.OrNull(Convert.ToString(value, CultureInfo.InvariantCulture)) };
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(changes), replace: true);
    }

    /// <summary>What the page loads.</summary>
    private sealed record Content(Page<QuarantineView> Page, IReadOnlyList<FieldMappingView> Mappings, IReadOnlyList<CommunityView> Places);
}
