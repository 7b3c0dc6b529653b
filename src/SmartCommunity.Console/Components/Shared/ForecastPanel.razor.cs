using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Where the live measures of a community will stand on a day, with interval, measured coverage and model. The page holds the day in its URL.</summary>
public sealed partial class ForecastPanel : IDisposable
{
    private const string Format = "yyyy-MM-dd";

    private readonly CancellationTokenSource _leaving = new();
    private Loader<Content> _forecast = null!;
    private IReadOnlyList<Fault> _faults = [];
    private (string Community, string? To)? _loaded;
    private string? _field;

    [Inject] public required ScoreForecasts Forecasts { get; init; }
    [Inject] public required ILogger<ForecastPanel> Logger { get; init; }

    /// <summary>Community code.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>The day, <c>yyyy-MM-dd</c>; null: none is asked for.</summary>
    [Parameter, EditorRequired]
    public string? To { get; set; }

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }

    /// <summary>Another day.</summary>
    [Parameter]
    public EventCallback<string> OnTo { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _forecast = new Loader<Content>(Logger);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_loaded == (Community, To))
            return;
        _loaded = (Community, To);
        _field = To;
        if (To is not null)
            await LoadAsync();
    }

    private Task LoadAsync() => _forecast.LoadAsync(
        async stop =>
        {
            if (!DateOnly.TryParseExact(To, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                _faults = [new Fault(FaultKind.Invalid, "to", L["forecast.wrong", To ?? ""])];
                return new Content(null);
            }

            var outcome = await Forecasts.ToAsync(Community, day, stop);
            _faults = outcome.Faults;
            return new Content(outcome.Succeeded ? outcome.Value : null);
        },
        _leaving.Token);

    private Task Go() => string.IsNullOrEmpty(_field) ? Task.CompletedTask : OnTo.InvokeAsync(_field);

    /// <summary>The answer; none where it was refused.</summary>
    private sealed record Content(ScoreForecast? Answer);
}
