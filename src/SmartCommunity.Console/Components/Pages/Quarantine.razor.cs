using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Payloads that were not accepted: why, a sample, adopt an unknown device, map a vendor's field, run again, dismiss. Filters and page are in the URL.</summary>
public sealed partial class Quarantine
{
    private const string PageKey = "page";
    private const string MapKey = "map";
    private const string AllStates = "all";
    private const string OpenState = "open";

    /// <summary>Two screens of rows.</summary>
    private const int PageSize = 50;

    private readonly HashSet<long> _selected = [];
    private Loader<Content> _content = null!;
    private UnknownDevices? _unknown;
    private QuarantineView? _mapping;
    private RerunReport? _report;
    private string? _said;
    private IReadOnlyList<Fault> _faults = [];
    private IReadOnlyList<Fault> _mapFaults = [];
    private FieldMappingView? _removed;
    private bool _dismissing;
    private bool _busy;

    [Inject] public required QuarantineDesk Desk { get; init; }
    [Inject] public required PlaceDirectory Directory { get; init; }

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

    /// <summary>Id of the payload whose fields are mapped in the open dialog.</summary>
    [SupplyParameterFromQuery(Name = MapKey)]
    public long? MapId { get; set; }

    // Whatever the filter says, only open payloads are run again: a button beside others would reach beyond what is listed.
    private bool IsOpenOnly => Filter.State == OpenState;

    private QuarantineFilter Filter => new(
        DeviceFilters.OrNull(CommunityCode), DeviceFilters.OrNull(Device?.Trim()), DeviceFilters.OrNull(Reason),
        State switch { AllStates => null, null or "" => OpenState, _ => State });

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        if (_mapping?.Id != MapId)
            await OpenMappingAsync();
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop => new Content(
                await Desk.ListAsync(Filter, Math.Max(1, Number ?? 1), PageSize, stop),
                await Desk.MappingsAsync(stop),
                Visitor.Only(await Directory.CommunitiesAsync(street: null, stop))),
            Leaving);
        if (_content.Problem is not null)
            return;
        AsOf.Report(NowMs, live: false);
        _selected.IntersectWith(_content.Value!.Page.Items.Select(r => r.Id));
    }

    // The payload may be on another page of the list, or of another state.
    private async Task OpenMappingAsync()
    {
        (_mapping, _mapFaults) = (null, []);
        if (MapId is not { } id)
            return;
        var outcome = await Attempt.RunAsync<Page<QuarantineView>>(
            async () => await Desk.ListAsync(new QuarantineFilter(State: null, Ids: [id]), page: 1, pageSize: 1, Leaving), Logger);
        _faults = outcome.Faults;
        if (outcome.Value is { Items: [{ PayloadIsText: true } found] })
            _mapping = found;
        else if (outcome.Succeeded)
            _said = L["mapping.gone", id];
    }

    private void CloseMapping() => SetQuery(MapKey, null);

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
        Show(outcome.Faults, said: null);
        _report = outcome.Value;
        await ReloadAsync();
    }

    private async Task DismissAsync()
    {
        _busy = true;
        var outcome = await Attempt.RunAsync<int>(async () => await Desk.DismissAsync([.. _selected], CancellationToken.None), Logger);
        _dismissing = false;
        Show(outcome.Faults, outcome.Succeeded ? L["quarantine.dismissed", outcome.Value].Value : null);
        await ReloadAsync();
    }

    private async Task MapAsync(FieldMappingView mapping)
    {
        var outcome = await Attempt.RunAsync(() => Desk.MapAsync(mapping, CancellationToken.None), Logger);
        _mapFaults = outcome.Faults;
        if (!outcome.Succeeded)
            return;
        Show([], L["map.done", mapping.Field, mapping.Quantity]);
        CloseMapping();
        await LoadAsync();
    }

    private async Task UnmapAsync(long id)
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(() => Desk.UnmapAsync(id, CancellationToken.None), Logger);
        Show(outcome.Faults, outcome.Value is { } gone ? L["mappings.removed", gone.Field].Value : null);
        _removed = outcome.Value;
        await LoadAsync();
    }

    private Task RestoreAsync() => MapAsync(_removed!);

    // One result at a time: what was said of the action before is taken away.
    private void Show(IReadOnlyList<Fault> faults, string? said) => (_busy, _faults, _said, _report, _removed) = (false, faults, said, null, null);

    private static string Written(long id) => id.ToString(CultureInfo.InvariantCulture);

    private void SetFilter(string name, object? value) => SetQuery(name, Convert.ToString(value, CultureInfo.InvariantCulture), PageKey);

    /// <summary>What the page loads.</summary>
    private sealed record Content(Page<QuarantineView> Page, IReadOnlyList<FieldMappingView> Mappings, IReadOnlyList<CommunityView> Places);
}
