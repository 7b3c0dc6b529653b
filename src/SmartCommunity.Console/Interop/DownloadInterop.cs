using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;

namespace SmartCommunity.Console.Interop;

/// <summary>Saves text as a file of the person's; for secrets that must have no URL.</summary>
internal static class DownloadInterop
{
    internal static async Task<bool> SaveTextAsync(IJSRuntime runtime, ILogger logger, string name, string text)
    {
        var module = await JsSafe.ImportAsync(logger, runtime, "download.js");
        if (module is null)
            return false;
        var saved = await JsSafe.TryAsync(logger, async () => await module.InvokeVoidAsync("saveText", name, text));
        await JsSafe.TryAsync(logger, async () => await module.DisposeAsync());
        return saved;
    }
}
