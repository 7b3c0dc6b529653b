using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;

namespace SmartCommunity.Console.Interop;

/// <summary>
/// The one place where browser calls are made. A browser that fails, is gone, or is not there yet (prerendering) gives false or null;
/// an uncaught JSException would end the circuit.
/// </summary>
internal static class JsSafe
{
    internal static async Task<bool> TryAsync(ILogger logger, Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (JSDisconnectedException)
        {
            return false; // The person left: nobody is there to tell.
        }
        catch (Exception exception) when (exception is JSException or InvalidOperationException or TaskCanceledException or ObjectDisposedException)
        {
            logger.BrowserFailed(exception);
            return false;
        }
    }

    internal static async Task<IJSObjectReference?> ImportAsync(ILogger logger, IJSRuntime runtime, string module)
    {
        IJSObjectReference? reference = null;
        await TryAsync(logger, async () =>
            reference = await runtime.InvokeAsync<IJSObjectReference>("import", $"./_content/SmartCommunity.Console/{module}"));
        return reference;
    }
}
