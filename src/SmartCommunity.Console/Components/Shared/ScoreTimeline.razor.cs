using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Text;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>
/// The recorded totals of a community, with a slider that takes the page to any instant of them: step by step, or played. The page holds the instant in its URL. Keys: <c>[</c> and
/// <c>]</c> step, space plays, <c>l</c> goes back to live.
/// </summary>
public sealed partial class ScoreTimeline : IAsyncDisposable
{
    /// <summary>Positions of the slider: about the pixels it is wide.</summary>
    internal const int Steps = 500;

    /// <summary>A played curve takes a minute: long enough to read along, short enough to watch to its end.</summary>
    private const int FramesOfPlay = 60;

    private static readonly TimeSpan _frame = TimeSpan.FromSeconds(1);

    private Ticker? _playing;

    [Inject] public required CircuitLink Link { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required ILogger<ScoreTimeline> Logger { get; init; }

    /// <summary>Recorded scores of the time shown, oldest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ScoreRecord> Records { get; set; } = [];

    /// <summary>How far back it looks: <c>day</c>, <c>week</c> or <c>month</c>.</summary>
    [Parameter, EditorRequired]
    public required string Span { get; set; }

    /// <summary>The instant on screen; null: now.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset? At { get; set; }

    /// <summary>Points from which the standard is met, 0 to 100; null: not known.</summary>
    [Parameter]
    public double? PassMark { get; set; }

    /// <summary>Another instant, ISO 8601 with its zone; null: now.</summary>
    [Parameter]
    public EventCallback<string?> OnGo { get; set; }

    /// <summary>Another span.</summary>
    [Parameter]
    public EventCallback<string> OnSpan { get; set; }

    private bool IsPlaying => _playing is not null;

    private long ToMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    private long FromMs => ToMs - SpanMs;

    private long SpanMs => (long)ScoreSpan.Of(Span).TotalMilliseconds;

    private ScoreCurve Curve => new(Records, FromMs, ToMs);

    private (long? Before, long? After) Beside => Curve.Beside(At?.ToUnixTimeMilliseconds() ?? ToMs);

    private int Position => At is { } at ? (int)Math.Clamp((at.ToUnixTimeMilliseconds() - FromMs) * Steps / SpanMs, 0, Steps) : Steps;

    private string Summary
    {
        get
        {
            var (low, high) = (Records.MinBy(static r => r.Total)!, Records.MaxBy(static r => r.Total)!);
            return L["timeline.summary", ScoreText.Total(Records[0].Total), Times.Full(Records[0].InstantMs), ScoreText.Total(Records[^1].Total), Times.Full(Records[^1].InstantMs),
                ScoreText.Total(low.Total), ScoreText.Total(high.Total), Records.Count];
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => StopAsync();

    private Task SlideAsync(ChangeEventArgs change) =>
        int.TryParse(change.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position < Steps
            ? GoAsync(FromMs + (position * SpanMs / Steps))
            : GoAsync(null);

    private Task GoAsync(long? atMs) => OnGo.InvokeAsync(atMs is { } at ? ChinaTime.From(at).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture) : null);

    private async Task TogglePlay()
    {
        if (IsPlaying)
        {
            await StopAsync();
            return;
        }

        if (At is null)
            await GoAsync(Records.Count > 0 ? Math.Max(FromMs, Records[0].InstantMs) : FromMs);
        _playing = new Ticker(Link, Time, _frame, _ => InvokeAsync(PlayOnAsync), Logger);
    }

    private async Task PlayOnAsync()
    {
        // Somebody went back to live, or the curve is at its end.
        var next = (At?.ToUnixTimeMilliseconds() ?? ToMs) + (SpanMs / FramesOfPlay);
        if (At is null || next >= ToMs)
            await StopAsync();
        await GoAsync(next >= ToMs ? null : next);
        StateHasChanged();
    }

    private async ValueTask StopAsync()
    {
        if (_playing is { } playing)
        {
            _playing = null;
            await playing.DisposeAsync();
        }
    }
}
