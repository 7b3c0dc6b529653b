namespace SmartCommunity.Console.Text;

/// <summary>How far back a curve of scores looks: codes of the URL.</summary>
internal static class ScoreSpan
{
    internal const string Day = "day", Week = "week", Month = "month";

    internal static IReadOnlyList<string> All { get; } = [Day, Week, Month];

    /// <summary>A known code; a day for any other.</summary>
    internal static string Known(string? code) => All.Contains(code) ? code! : Day;

    internal static TimeSpan Of(string code) => code switch
    {
        Month => TimeSpan.FromDays(31),
        Week => TimeSpan.FromDays(7),
        _ => TimeSpan.FromDays(1),
    };
}
