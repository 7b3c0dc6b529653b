using System.CommandLine;
using SmartCommunity.Cli.Verbs;

namespace SmartCommunity.Cli;

/// <summary>What an exit code means, the same for every verb.</summary>
internal static class ExitCode
{
    internal const int Success = 0;

    /// <summary>The verb ran and what it found or did was not good.</summary>
    internal const int Failed = 1;

    /// <summary>Nothing was started: the arguments or the machine must be put right first.</summary>
    internal const int Usage = 2;
}

/// <summary>Something the caller can put right; the message is the one line to print, naming the option and what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The verbs of the executable, and how their faults are said.</summary>
internal static class CommandLine
{
    internal static RootCommand Build() => new("SmartCommunity: the digital twin of a district's future communities. 'smartcommunity up' runs everything on this machine.")
    {
        UpVerb.Create(),
        CloudVerb.Create(),
        GatewayVerb.Create(),
        SimulateVerb.Create(),
        DoctorVerb.Create(),
        CatalogueVerb.Create(),
        ScoreVerbs.Explain(),
        ScoreVerbs.Replay(),
        WhatIfVerb.Create(),
        AdviseVerb.Create(),
        ScoreVerbs.Forecast(),
        VerifyVerb.Create(),
        PackVerb.Create(),
        RulesVerb.Create(),
        ModelVerb.Create(),
        TruthVerb.Create(),
        BenchVerb.Create(),
        BackupVerb.Create(),
        RestoreVerb.Create(),
    };

    internal static async Task<int> RunAsync(string[] arguments)
    {
        var result = Build().Parse(arguments);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors)
            {
                await Terminal.Error.WriteLineAsync($"smartcommunity: {error.Message}");
            }

            await Terminal.Error.WriteLineAsync($"Try: smartcommunity {result.CommandResult.Command.Name switch { "smartcommunity" => "", var verb => verb + " " }}--help");
            return ExitCode.Usage;
        }

        // Verbs stop in order and in their own time (see Shutdown), so the parser's two-second limit is off.
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return await result.InvokeAsync(configuration);
        }
        catch (UsageException fault)
        {
            await Terminal.Error.WriteLineAsync($"smartcommunity: {fault.Message}");
            return ExitCode.Usage;
        }
    }
}
