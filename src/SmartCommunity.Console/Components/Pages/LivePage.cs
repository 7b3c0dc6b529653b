using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Console.Live;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>A page that follows one area of the live feed. Another area ends the session before it, and what that one still says is not heard.</summary>
public abstract class LivePage : ConsolePage
{
    private string? _followed;

    /// <summary>Where live data comes from.</summary>
    [Inject]
    public required LiveFeed Feed { get; init; }

    /// <summary>The session; null: nothing is followed yet.</summary>
    private protected LiveSession? Live { get; private set; }

    /// <summary>Safety events that happened within the hour, the latest first.</summary>
    private protected IReadOnlyList<LiveEvent> RecentEvents => Live?.State.Recent(NowMs) ?? [];

    /// <summary>Follows an area that is known by <paramref name="key"/>; nothing when it is followed already. No area: ends the session.</summary>
    private protected async Task FollowAsync(string key, LiveArea? area)
    {
        if (_followed == key)
            return;
        _followed = key;
        await EndAsync();
        if (area is null)
            return;
        var live = Live = new LiveSession(Feed, Link, Time, Logger);
        await live.OpenAsync(area, () => InvokeAsync(() => Take(live)), Leaving);
    }

    /// <summary>What came was applied to <see cref="Live"/>; the page renders next.</summary>
    /// <param name="events">New safety events that happened within the hour.</param>
    private protected virtual void OnNews(IReadOnlyList<LiveEvent> events)
    {
    }

    /// <inheritdoc/>
    protected override ValueTask LeaveAsync() => EndAsync();

    private async ValueTask EndAsync()
    {
        if (Live is { } live)
            await live.DisposeAsync();
        Live = null;
    }

    private void Take(LiveSession live)
    {
        if (live != Live)
            return;
        live.Drain();
        OnNews([.. live.NewEvents.Where(e => LiveState.IsRecent(e, NowMs))]);
        if (live.AsOfMs > 0)
            AsOf.Report(live.AsOfMs, live: true);
        StateHasChanged();
    }
}
