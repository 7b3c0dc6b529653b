using SmartCommunity.Cli;

return await CommandLine.RunAsync(args);
