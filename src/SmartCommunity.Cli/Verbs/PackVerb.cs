using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>pack</c>: checks, lists, shows and compares standard packs; needs no running cloud.</summary>
internal static class PackVerb
{
    internal static Command Create() => new("pack", "Standard packs: what an acceptance standard asks, as a file.")
    {
        CheckedFiles.Validate("packs", static path => PackReader.Read(CheckedFiles.Bytes(path)), Summary), List(), Show(), Diff(), CheckedFiles.Schema("packs", PackLibrary.Schema),
    };

    private static Option<string?> Folder() => new("--packs") { Description = "Folder with added packs (*.yaml), beside those that are shipped." };

    private static Command List()
    {
        Option<string?> folder = Folder();
        Option<bool> json = CheckedFiles.AsJson();
        var command = new Command("list", "Lists the packs that are here.") { folder, json };
        command.SetAction(result =>
        {
            var library = Library(result.GetValue(folder), out var faults);
            var output = result.InvocationConfiguration;
            if (result.GetValue(json))
            {
                output.Output.WriteLine(JsonSerializer.Serialize(library.Packs.Select(static p => new { p.Name, p.Title, p.ValidFrom, p.ValidTo, p.Hash, ProjectTypes = p.ProjectTypes.Select(static t => t.Code), Measures = p.Measures.Count() }), CheckedFiles.Json));
            }
            else
            {
                foreach (var pack in library.Packs)
                {
                    output.Output.WriteLine($"{Summary(pack)}; {Period(pack)}; {pack.Hash[..12]}; {pack.Title.Zh} {pack.Title.En}");
                }
            }

            return Tell(faults, output.Error);
        });
        return command;
    }

    private static Command Show()
    {
        Option<string?> folder = Folder();
        var name = new Argument<string>("PACK") { Description = "Name (id@version) or file of a pack." };
        var command = new Command("show", "Prints a pack in its canonical form.") { name, folder };
        command.SetAction(result =>
        {
            var (pack, faults) = Find(result.GetRequiredValue(name), result.GetValue(folder));
            if (pack is not null)
            {
                result.InvocationConfiguration.Output.Write(PackWriter.Write(pack));
            }

            return Tell(faults, result.InvocationConfiguration.Error);
        });
        return command;
    }

    private static Command Diff()
    {
        Option<string?> folder = Folder();
        Option<bool> json = CheckedFiles.AsJson();
        Argument<string> a = new("A") { Description = "Name (id@version) or file of the one pack." }, b = new("B") { Description = "Name or file of the other." };
        var cloud = new AskedCloud("Address of a running cloud: what the difference does to each of its communities. A and B are names then.");
        Option<string?> typeA = new("--type-a") { Description = "With --cloud: project type under A where it does not know a community's own. Absent: its first." };
        Option<string?> typeB = new("--type-b") { Description = "With --cloud: project type under B where it does not know a community's own. Absent: its first." };
        var command = new Command("diff", "Prints every point in which two packs differ; with --cloud what that does to each community's score.") { a, b, folder, json, typeA, typeB };
        cloud.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            if (cloud.AddressIn(result) is not null)
            {
                return await PackEffectTable.PrintAsync(
                    cloud, result, result.GetRequiredValue(a), result.GetRequiredValue(b), result.GetValue(typeA), result.GetValue(typeB), result.GetValue(json), stop);
            }

            var (left, leftFaults) = Find(result.GetRequiredValue(a), result.GetValue(folder));
            var (right, rightFaults) = Find(result.GetRequiredValue(b), result.GetValue(folder));
            var output = result.InvocationConfiguration;
            if (left is null || right is null)
            {
                return Tell([.. leftFaults, .. rightFaults], output.Error);
            }

            var diff = PackDiff.Of(left, right);
            output.Output.WriteLine(result.GetValue(json) ? JsonSerializer.Serialize(diff, CheckedFiles.Json) : Text(diff));
            return ExitCode.Success;
        });
        return command;
    }

    private static string Text(PackDiff diff)
    {
        var lines = diff.Changes.Select(static c => CheckedFiles.Line(c.Kind, c.Path, c.Old, c.New));
        var measures = diff.Changes.Where(static c => c.Measure is not null).Select(static c => c.Measure).Distinct().Count();
        return string.Join(
            Environment.NewLine,
            [.. lines, string.Create(CultureInfo.InvariantCulture, $"{diff.OldPack} -> {diff.NewPack}: {diff.Changes.Count} points differ, in {measures} measures")]);
    }

    private static string Summary(StandardPack pack) => string.Create(
        CultureInfo.InvariantCulture,
        $"{pack.Name}: {pack.Scenarios.Count} scenarios, {pack.Scenarios.Sum(static s => s.Indicators.Count)} indicators, {pack.Measures.Count()} measures for {string.Join(", ", pack.ProjectTypes.Select(static t => t.Code))}");

    private static string Period(StandardPack pack) => string.Create(
        CultureInfo.InvariantCulture, $"listed from {pack.ValidFrom:yyyy-MM-dd}{(pack.ValidTo is { } last ? $" to {last:yyyy-MM-dd}" : "")}");

    /// <summary>A file if there is one of that path, otherwise a pack of that name.</summary>
    private static (StandardPack? Pack, IReadOnlyList<PackFileFault> Faults) Find(string nameOrPath, string? folder)
    {
        if (File.Exists(nameOrPath))
        {
            var (pack, faults) = PackReader.Read(CheckedFiles.Bytes(nameOrPath));
            return (pack, [.. faults.Select(f => new PackFileFault(nameOrPath, f))]);
        }

        var library = Library(folder, out _);
        return library.Find(nameOrPath) is { } found
            ? (found, [])
            : throw new UsageException($"'{nameOrPath}' is no file and no pack; there are: {string.Join(", ", library.Packs.Select(static p => p.Name))}.");
    }

    private static PackLibrary Library(string? folder, out IReadOnlyList<PackFileFault> faults)
    {
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new UsageException($"--packs '{folder}' does not exist.");
        }

        var library = folder is null
            ? PackLibrary.Shipped
            : PackLibrary.With(Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(static f => new PackFile(f, File.ReadAllBytes(f))));
        faults = library.Faults;
        return library;
    }

    private static int Tell(IReadOnlyList<PackFileFault> faults, TextWriter error)
    {
        foreach (var fault in faults)
        {
            error.WriteLine(fault);
        }

        return faults.Count == 0 ? ExitCode.Success : ExitCode.Failed;
    }
}
