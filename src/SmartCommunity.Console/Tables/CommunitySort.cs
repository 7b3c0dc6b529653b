using SmartCommunity.Console.Live;

namespace SmartCommunity.Console.Tables;

/// <summary>The order of the overview's table, as it stands in the URL. Ties keep the district's own order.</summary>
/// <param name="Column">Column key; an unknown one is the district's own order.</param>
/// <param name="Descending">Largest first.</param>
public sealed record CommunitySort(string Column, bool Descending)
{
    internal const string Own = "";

    internal static CommunitySort From(string? column, string? direction) => new(column ?? Own, direction == "desc");

    internal IEnumerable<CommunityRow> Apply(IEnumerable<CommunityRow> rows, long nowMs) => Column switch
    {
        "condition" => By(rows, r => r.Judge(nowMs).Condition),
        "name" => By(rows, r => r.Place.Code, StringComparer.Ordinal),
        "street" => By(rows, r => r.Place.Street, StringComparer.Ordinal),
        "online" => By(rows, r => r.Online),
        "devices" => By(rows, r => r.Devices),
        "last" => By(rows, r => r.LastAtMs),
        "rate" => By(rows, r => r.MessagesPerSecond),
        "backlog" => By(rows, r => r.BacklogItems),
        _ => rows,
    };

    /// <summary>What a press on a column's heading leads to: ascending, descending, own order.</summary>
    internal (string? Column, string? Direction) Next(string column) =>
        Column != column ? (column, null) : Descending ? (null, null) : (column, "desc");

    /// <summary>The heading's <c>aria-sort</c>.</summary>
    internal string Aria(string column) => Column != column ? "none" : Descending ? "descending" : "ascending";

    private IOrderedEnumerable<CommunityRow> By<TKey>(IEnumerable<CommunityRow> rows, Func<CommunityRow, TKey> key, IComparer<TKey>? comparer = null) =>
        Descending ? rows.OrderByDescending(key, comparer) : rows.OrderBy(key, comparer);
}
