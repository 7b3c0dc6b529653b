using System.Globalization;
using SmartCommunity.Storage.Scores;

namespace SmartCommunity.Console.Tables;

/// <summary>A snapshot as the page's URL names it: <c>Day.1763999999999.2</c>.</summary>
/// <param name="Kind">Hour, day or month.</param>
/// <param name="EndMs">The end it marks, epoch milliseconds.</param>
/// <param name="Revision">Its revision, from 1.</param>
public sealed record SnapshotChoice(ScoreSnapshotKind Kind, long EndMs, int Revision)
{
    private const int Parts = 3;

    internal DateTimeOffset End => DateTimeOffset.FromUnixTimeMilliseconds(EndMs);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}.{EndMs}.{Revision}");

    internal static SnapshotChoice Of(ScoreSnapshot snapshot) => new(snapshot.Kind, snapshot.InstantMs, snapshot.Revision);

    /// <summary>Null: the text names none.</summary>
    internal static SnapshotChoice? Parse(string? text) =>
        text?.Split('.') is { Length: Parts } parts
        && Enum.TryParse<ScoreSnapshotKind>(parts[0], ignoreCase: true, out var kind) && Enum.IsDefined(kind)
        && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) && revision > 0
            ? new SnapshotChoice(kind, end, revision)
            : null;
}
