using Microsoft.Extensions.Logging.Console;

namespace SmartCommunity.Cli;

/// <summary>Logs of a part: one line each on standard output, no colour; the supervisor or the journal adds the time.</summary>
internal static class PartLogging
{
    internal static void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.SetMinimumLevel(LogLevel.Information);
        // Frameworks speak up when something is wrong; their information is for their own developers.
        foreach (var category in new[] { "Microsoft", "Orleans", "Grpc", "Polly", "System" })
        {
            logging.AddFilter(category, LogLevel.Warning);
        }

        // Its first check compares with the machine's start and reports a stall of as many hours as the machine is up.
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        // It warns that the server's garbage collector is off, which is our choice.
        logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        // It warns that the keys of cookies lie unencrypted: in a folder that only their owner may enter.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        // It warns that HTTP/2 needs TLS on the port of the API, which speaks HTTP/1.1 on loopback on purpose.
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
    }
}
