using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Console.Loading;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The newest stored events of one device, however old; looked up again when a live event of it arrives.</summary>
public sealed partial class DeviceEvents : IDisposable
{
    /// <summary>Two heights of the list; whoever needs more asks the API.</summary>
    private const int MaxEvents = 20;

    private readonly CancellationTokenSource _leaving = new();
    private Loader<EventPage> _events = null!;
    private long? _loadedFor;

    [Inject] public required SeriesQueries Series { get; init; }
    [Inject] public required ILogger<DeviceEvents> Logger { get; init; }

    /// <summary>Code of the device's community.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>Device id.</summary>
    [Parameter, EditorRequired]
    public required string Device { get; set; }

    /// <summary>Number of the device's newest live event; another number is a reason to look again.</summary>
    [Parameter]
    public long NewestLive { get; set; }

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _events = new Loader<EventPage>(Logger);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        if (_loadedFor == NewestLive)
            return Task.CompletedTask;
        _loadedFor = NewestLive;
        return LoadAsync();
    }

    private Task LoadAsync() => _events.LoadAsync(
        async stop =>
        {
            var latest = await Series.LatestEventsAsync(Community, Device, MaxEvents, stop);
            return latest.Value ?? throw new InvalidOperationException(string.Join(" ", latest.Faults.Select(f => f.Message)));
        },
        _leaving.Token);
}
