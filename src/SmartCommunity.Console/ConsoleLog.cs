using Microsoft.Extensions.Logging;

namespace SmartCommunity.Console;

/// <summary>What the console says in the host's log; event ids 6000 to 6099.</summary>
internal static partial class ConsoleLog
{
    [LoggerMessage(6000, LogLevel.Warning, "Loading a page's content failed; the page shows it and offers a retry.")]
    internal static partial void LoadFailed(this ILogger logger, Exception exception);

    [LoggerMessage(6001, LogLevel.Warning, "An action asked for in the console failed.")]
    internal static partial void ActionFailed(this ILogger logger, Exception exception);

    [LoggerMessage(6002, LogLevel.Warning, "A timer of a console page failed; it goes on.")]
    internal static partial void TickFailed(this ILogger logger, Exception exception);

    [LoggerMessage(6003, LogLevel.Warning, "The live subscription of area {Kind} {Code} failed; it is tried again.")]
    internal static partial void LiveFailed(this ILogger logger, Exception exception, string kind, string code);

    [LoggerMessage(6004, LogLevel.Warning, "A browser call of the console failed; the page goes on without it.")]
    internal static partial void BrowserFailed(this ILogger logger, Exception exception);
}
