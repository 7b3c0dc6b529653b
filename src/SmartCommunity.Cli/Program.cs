using System.Globalization;
using SmartCommunity.Cli;

// What a machine reads is written the same everywhere: under ar-SA even a minus sign is another character, and SQL with it is refused. People's languages are those of their requests.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await CommandLine.RunAsync(args);
