using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Says news to screen readers, politely and batched: at most once in five seconds, and only the newest few by name.</summary>
public sealed partial class Announcer : IAsyncDisposable
{
    /// <summary>Long enough for a sentence to be read out before the next one replaces it.</summary>
    internal static readonly TimeSpan BatchInterval = TimeSpan.FromSeconds(5);

    /// <summary>Sentences said in full in one batch; the rest is a count.</summary>
    internal const int MaxSaid = 3;

    private readonly List<string> _waiting = [];
    private string _said = "";
    private Ticker? _ticker;

    /// <summary>Whether the browser is there.</summary>
    [Inject]
    public required CircuitLink Link { get; init; }

    /// <summary>The host's time.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    /// <summary>For failures of the timer.</summary>
    [Inject]
    public required ILogger<Announcer> Logger { get; init; }

    /// <summary>Adds a sentence to the next batch. Call on the page's own context.</summary>
    public void Say(string sentence) => _waiting.Add(sentence);

    /// <summary>Adds what happened, each with the name of the place that <paramref name="nameOf"/> gives it.</summary>
    internal void Say(IReadOnlyList<LiveEvent> events, Func<LiveEvent, string> nameOf)
    {
        foreach (var happened in events)
            Say(L["announce.event", nameOf(happened), L.Code("event", happened.Type), happened.Device]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_ticker is not null)
            await _ticker.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _ticker = new Ticker(Link, Time, BatchInterval, _ => InvokeAsync(Flush), Logger);
    }

    private void Flush()
    {
        if (_waiting.Count == 0)
            return;
        var more = _waiting.Count - MaxSaid;
        _said = string.Join(" ", _waiting.Take(MaxSaid)) + (more > 0 ? " " + L["announce.more", more] : "");
        _waiting.Clear();
        StateHasChanged();
    }
}
