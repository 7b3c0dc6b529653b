using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Tables;

/// <summary>Serves an arbitrary window of a list that only knows pages, as a virtualised table asks for it.</summary>
internal static class PageWindow
{
    /// <summary>Rows a page: a screen or two of rows, so that a window is at most two pages.</summary>
    internal const int PageSize = 100;

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/>, and how many rows there are.</summary>
    internal static async Task<(IReadOnlyList<T> Rows, long Total)> ReadAsync<T>(int start, int count, Func<int, Task<Page<T>>> readPage)
    {
        var rows = new List<T>(count);
        long total = 0;
        var firstPage = start / PageSize + 1;
        var lastPage = (start + Math.Max(count, 1) - 1) / PageSize + 1;
        for (var number = firstPage; number <= lastPage; number++)
        {
            var page = await readPage(number);
            total = page.Total;
            var pageStart = (number - 1) * PageSize;
            rows.AddRange(page.Items.Skip(Math.Max(0, start - pageStart)).Take(count - rows.Count));
            if (page.Items.Count < PageSize)
                break;
        }

        return (rows, total);
    }
}
