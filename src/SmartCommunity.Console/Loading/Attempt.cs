using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;

namespace SmartCommunity.Console.Loading;

/// <summary>Runs what a person asked for; an exception comes back as a fault to show, and is logged once.</summary>
internal static class Attempt
{
    internal static async Task<Outcome<T>> RunAsync<T>(Func<Task<Outcome<T>>> action, ILogger logger)
    {
        try
        {
            return await action();
        }
        catch (Exception exception)
        {
            logger.ActionFailed(exception);
            return new Fault(FaultKind.Unavailable, "", exception.Message);
        }
    }
}
