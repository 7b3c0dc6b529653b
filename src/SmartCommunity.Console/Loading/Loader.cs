using Microsoft.Extensions.Logging;

namespace SmartCommunity.Console.Loading;

/// <summary>
/// Something a page loads: absent, loading, loaded, or failed with the last good value kept. An exception becomes <see cref="Problem"/>, never the
/// end of the circuit. Used on the page's own context only.
/// </summary>
internal sealed class Loader<T>(ILogger logger)
    where T : class
{
    private int _round;

    internal T? Value { get; private set; }

    internal bool IsLoading { get; private set; }

    /// <summary>Why the last load failed; null when it did not.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Loads; of overlapping loads only the latest counts.</summary>
    internal async Task LoadAsync(Func<CancellationToken, Task<T>> load, CancellationToken cancellationToken)
    {
        var round = ++_round;
        IsLoading = true;
        try
        {
            var value = await load(cancellationToken);
            if (round == _round)
                (Value, Problem) = (value, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (Exception exception)
        {
            logger.LoadFailed(exception);
            if (round == _round)
                Problem = exception.Message;
        }
        finally
        {
            if (round == _round)
                IsLoading = false;
        }
    }
}
