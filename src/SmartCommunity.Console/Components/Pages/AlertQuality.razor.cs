using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Alerts.Reports;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>What alerts were worth and what they cost: precision of each rule as people judged, load of each office, what is open for long. Street and period are in the URL.</summary>
public sealed partial class AlertQuality
{
    private const string StreetKey = "street", DaysKey = "days";
    private const int StandardDays = 7;

    /// <summary>Counts of days move slowly, and each look goes through the ledger.</summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(30);

    private Loader<Content> _content = null!;

    [Inject] public required QualityDesk Desk { get; init; }
    [Inject] public required PlaceDirectory Places { get; init; }

    /// <summary>Street code; all when absent.</summary>
    [SupplyParameterFromQuery(Name = StreetKey)]
    public string? Street { get; set; }

    /// <summary>The last days: 1, 7 or 30.</summary>
    [SupplyParameterFromQuery(Name = DaysKey)]
    public int? Days { get; set; }

    private int Period => Days is { } days && QualityDesk.Periods.Contains(days) ? days : StandardDays;

    private IEnumerable<CommunityView> Streets => (_content.Value?.Places ?? []).DistinctBy(static p => p.Street);

    private string ExportHref => $"/api/v1/quality.csv?days={Period.ToString(CultureInfo.InvariantCulture)}{(string.IsNullOrEmpty(Street) ? "" : $"&street={Uri.EscapeDataString(Street)}")}";

    /// <inheritdoc/>
    protected override void OnInitialized() => _content = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => LoadAsync();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            Repeat(RefreshInterval, LoadAsync);
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop =>
            {
                var places = Visitor.Only(await Places.CommunitiesAsync(street: null, stop));
                // A street of an old link that is no longer there: said as such.
                return new Content(Desk.Report(Visitor.Narrow(null, Street).Street ?? "", Period).Value, places);
            },
            Leaving);
        Report(_content);
    }

    private string StreetName(string street) => Streets.FirstOrDefault(s => s.Street == street) is { } known ? Words.StreetOf(known) : street;

    private string CommunityName(string code) => (_content.Value?.Places ?? []).NameIn(code);

    /// <summary>What the page loads.</summary>
    private sealed record Content(QualityReport? Report, IReadOnlyList<CommunityView> Places);
}
