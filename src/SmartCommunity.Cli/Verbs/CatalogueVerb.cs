using System.CommandLine;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>catalogue</c>: the page of all device classes; <c>smartcommunity catalogue > src/SmartCommunity.Telemetry/CATALOGUE.md</c> renews the committed one.</summary>
internal static class CatalogueVerb
{
    internal static Command Create()
    {
        var command = new Command("catalogue", "Prints the device classes with their quantities, events and commands as Markdown.");
        command.SetAction(static async (result, _) =>
        {
            await result.InvocationConfiguration.Output.WriteAsync(CatalogueDocument.Write(DeviceClassCatalogue.Default));
            return ExitCode.Success;
        });
        return command;
    }
}
