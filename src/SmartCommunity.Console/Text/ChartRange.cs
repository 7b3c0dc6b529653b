namespace SmartCommunity.Console.Text;

/// <summary>How far back a chart looks, as it stands in a URL: <c>1h</c>, <c>24h</c>, <c>7d</c> or <c>30d</c>; anything else is a day. Pure.</summary>
internal static class ChartRange
{
    internal const string Day = "24h";

    /// <summary>The ranges to choose from, shortest first.</summary>
    internal static readonly IReadOnlyList<(string Code, TimeSpan Span)> All =
    [
        ("1h", TimeSpan.FromHours(1)), (Day, TimeSpan.FromDays(1)), ("7d", TimeSpan.FromDays(7)), ("30d", TimeSpan.FromDays(30)),
    ];

    /// <summary>The code when it is one of <see cref="All"/>, else a day's.</summary>
    internal static string Known(string? code) => All.Any(range => range.Code == code) ? code! : Day;

    internal static TimeSpan SpanOf(string? code) => All.First(range => range.Code == Known(code)).Span;
}
