using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Console.Live;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>"数据截至 HH:mm:ss CST": of which instant the data on screen is, always Asia/Shanghai, and whether it moves.</summary>
public sealed partial class DataClock : IAsyncDisposable
{
    /// <summary>Live data that stood still this long is stale: four idle renders missed.</summary>
    internal const long StaleMs = 10_000;

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private Ticker? _ticker;
    private bool _shownStale;

    /// <summary>The circuit's clock.</summary>
    [Inject]
    public required DataAsOf AsOf { get; init; }

    /// <summary>Whether the browser is there.</summary>
    [Inject]
    public required CircuitLink Link { get; init; }

    /// <summary>The host's time.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    /// <summary>For failures of the check.</summary>
    [Inject]
    public required ILogger<DataClock> Logger { get; init; }

    private bool IsStale => AsOf.IsLive && Time.GetUtcNow().ToUnixTimeMilliseconds() - AsOf.Ms > StaleMs;

    /// <inheritdoc/>
    protected override void OnInitialized() => AsOf.Changed += OnChanged;

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        _shownStale = IsStale;
        if (firstRender)
            _ticker = new Ticker(Link, Time, CheckInterval, _ => IsStale == _shownStale ? Task.CompletedTask : InvokeAsync(StateHasChanged), Logger);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AsOf.Changed -= OnChanged;
        if (_ticker is not null)
            await _ticker.DisposeAsync();
    }

    private void OnChanged() => _ = InvokeAsync(StateHasChanged);
}
