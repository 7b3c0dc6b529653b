using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Programme.Rhythm;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>How likely each project passes by its due day, and beside it how well such forecasts held.</summary>
public sealed partial class PassForecastPanel : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Loader<PassOutlook> _outlook = null!;

    [Inject] public required PassForecasts Forecasts { get; init; }
    [Inject] public required ILogger<PassForecastPanel> Logger { get; init; }

    /// <summary>Names of units.</summary>
    [Parameter, EditorRequired]
    public required UnitNames Names { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _outlook = new Loader<PassOutlook>(Logger);

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    private Task LoadAsync() => _outlook.LoadAsync(Forecasts.AllAsync, _leaving.Token);

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Share(double? share) => share is { } known ? Points.Percent(known) : "–";
}
