using System.CommandLine;
using SmartCommunity.Cli;

namespace SmartCommunity.Tests.Cli;

/// <summary>A command line, run in this process; what it writes with line feeds, faults of use as exceptions.</summary>
internal static class InvokedVerb
{
    internal static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        var exit = await CommandLine.Build().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }
}
