using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Cli.Verbs;

/// <summary>What verbs about files that people write (packs, rules) have in common: how they are checked, compared and shown as JSON.</summary>
internal static class CheckedFiles
{
    /// <summary>Chinese stands as it is, what is not there is left out.</summary>
    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    internal static Option<bool> AsJson() => new("--json") { Description = "As JSON." };

    /// <summary><c>validate FILE…</c>: all faults of each file, or what is in it.</summary>
    internal static Command Validate<T>(string what, Func<string, (T? Content, IReadOnlyList<PackFault> Faults)> read, Func<T, string> summary)
        where T : class
    {
        var files = new Argument<string[]>("FILE") { Description = $"Files of {what}.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("validate", $"Checks files of {what}: every fault as FILE:LINE:COLUMN FIELD what is wrong.") { files };
        command.SetAction(result =>
        {
            var exit = ExitCode.Success;
            var output = result.InvocationConfiguration;
            foreach (var path in result.GetRequiredValue(files))
            {
                var (content, faults) = read(path);
                Tell(path, faults, output.Error);
                if (content is null)
                    exit = ExitCode.Failed;
                else
                    output.Output.WriteLine($"{path}: {summary(content)}; good");
            }

            return exit;
        });
        return command;
    }

    /// <summary><c>schema</c>.</summary>
    internal static Command Schema(string what, string schema)
    {
        var command = new Command("schema", $"Prints the JSON Schema of {what}, for editors.");
        command.SetAction(result => result.InvocationConfiguration.Output.Write(schema));
        return command;
    }

    internal static byte[] Bytes(string path) => File.Exists(path) ? File.ReadAllBytes(path) : throw new UsageException($"'{path}' does not exist.");

    internal static void Tell(string path, IEnumerable<PackFault> faults, TextWriter error)
    {
        foreach (var fault in faults)
            error.WriteLine($"{path}:{fault}");
    }

    /// <summary>A point in which two files differ, as a line.</summary>
    internal static string Line(PackChangeKind kind, string place, string? before, string? now) => kind switch
    {
        PackChangeKind.Added => $"+ {place}: {now}",
        PackChangeKind.Removed => $"- {place}: {before}",
        _ => $"~ {place}: {before} -> {now}",
    };
}
