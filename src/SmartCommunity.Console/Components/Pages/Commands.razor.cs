using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Commands;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Commands to devices and how far each got, newest first; looked at again every two seconds. Filters and page are in the URL.</summary>
public sealed partial class Commands
{
    private const string DeviceKey = "device";
    private const string StateKey = "state";
    private const string PageKey = "page";

    /// <summary>Two screens of rows.</summary>
    private const int PageSize = 50;

    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);

    private Loader<Page<CommandView>> _commands = null!;

    [Inject] public required CommandDesk Desk { get; init; }

    /// <summary>Commands of this device only.</summary>
    [SupplyParameterFromQuery(Name = DeviceKey)]
    public string? Device { get; set; }

    /// <summary>Commands in this state only.</summary>
    [SupplyParameterFromQuery(Name = StateKey)]
    public string? State { get; set; }

    /// <summary>Page, from 1.</summary>
    [SupplyParameterFromQuery(Name = PageKey)]
    public int? Number { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => _commands = new Loader<Page<CommandView>>(Logger);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => LoadAsync();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender) => Repeat(RefreshInterval, LoadAsync);

    private async Task LoadAsync()
    {
        await _commands.LoadAsync(
            stop => Desk.ListAsync(DeviceFilters.OrNull(Device?.Trim()), DeviceFilters.OrNull(State), Math.Max(1, Number ?? 1), PageSize, stop), Leaving);
        if (_commands.Problem is null)
            AsOf.Report(NowMs, live: IsRepeating);
    }

    private void SetFilter(string name, object? value) => SetQuery(name, Convert.ToString(value, CultureInfo.InvariantCulture), PageKey);
}
