namespace SmartCommunity.Cloud;

/// <summary>The limits every paged list keeps.</summary>
public static class Paging
{
    /// <summary>Rows a page when nobody says otherwise: a screenful.</summary>
    public const int DefaultSize = 50;

    /// <summary>Most rows a page: a few hundred kilobytes of JSON.</summary>
    public const int MaxSize = 500;

    /// <summary>Highest page number, so that the row offset stays far within 32 bits.</summary>
    public const int MaxPage = 1_000_000;

    internal static void ThrowIfOutOfRange(int page, int pageSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(page, MaxPage);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, MaxSize);
    }
}
