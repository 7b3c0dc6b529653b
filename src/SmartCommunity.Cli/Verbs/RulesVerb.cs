using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>rules</c>: checks, shows and compares files of alert rules, and says what they would have raised; needs no running cloud.</summary>
internal static class RulesVerb
{
    internal static Command Create() => new("rules", "Alert rules: when an alert is raised, as a file.")
    {
        CheckedFiles.Validate("rules", static path => RuleFile.Read(Bytes(path)), Summary), Show(), Diff(), RulesBackTestVerb.Create(), CheckedFiles.Schema("rule files", RuleFile.Schema),
    };

    private static Command Show()
    {
        var file = new Argument<string?>("FILE") { Description = "File of rules; the one this program ships when absent.", Arity = ArgumentArity.ZeroOrOne };
        var json = CheckedFiles.AsJson();
        var command = new Command("show", "Says in words what each rule waits for and where its numbers come from.") { file, json };
        command.SetAction(result =>
        {
            var path = result.GetValue(file);
            if (Read(Bytes(path), path, result.InvocationConfiguration.Error) is not { } set)
                return ExitCode.Failed;
            result.InvocationConfiguration.Output.WriteLine(result.GetValue(json) ? JsonSerializer.Serialize(Shown(set), CheckedFiles.Json) : Text(set));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Diff()
    {
        Argument<string> a = new("A") { Description = "The one file; 'shipped' for the rules this program ships." }, b = new("B") { Description = "The other." };
        var json = CheckedFiles.AsJson();
        var command = new Command("diff", "Prints every point in which two files differ, and what that does.") { a, b, json };
        command.SetAction(result =>
        {
            var output = result.InvocationConfiguration;
            var (aPath, bPath) = (result.GetRequiredValue(a), result.GetRequiredValue(b));
            var (left, right) = (Read(Bytes(aPath), aPath, output.Error), Read(Bytes(bPath), bPath, output.Error));
            if (left is null || right is null)
                return ExitCode.Failed;
            var diff = RuleDiff.Of(left, right);
            output.Output.WriteLine(result.GetValue(json) ? JsonSerializer.Serialize(diff, CheckedFiles.Json) : Text(diff));
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>A file's bytes; those of the shipped one for nothing and for <c>shipped</c> where there is no such file.</summary>
    internal static ReadOnlyMemory<byte> Bytes(string? path) => path is null || (path == "shipped" && !File.Exists(path))
        ? RuleFile.Shipped
        : CheckedFiles.Bytes(path);

    /// <summary>What a file's bytes say; null: nothing, and its faults are told.</summary>
    internal static RuleSet? Read(ReadOnlyMemory<byte> bytes, string? path, TextWriter error)
    {
        var (set, faults) = RuleFile.Read(bytes);
        CheckedFiles.Tell(path ?? "", faults, error);
        return set;
    }

    private static string Summary(RuleSet set) => string.Create(CultureInfo.InvariantCulture, $"{set.Name}: {set.Rules.Count} rules, {set.Rules.Count(static r => r.IsShadow)} in shadow");

    private static object Shown(RuleSet set) => new
    {
        set.Name, set.Hash, set.Title,
        Rules = set.Rules.Select(static r => new { r.Id, r.Title, r.Priority, r.Cause, r.IsLatched, r.IsShadow, r.Classes, Condition = RuleWords.Of(r), r.NextStep, r.Source }),
    };

    private static string Text(RuleSet set) => string.Join(Environment.NewLine,
    [
        $"{Summary(set)}; {set.Hash[..12]}; {set.Title.Zh} {set.Title.En}",
        .. set.Rules.Select(static r =>
            $"{r.Priority} {r.Id}{(r.IsShadow ? " (shadow)" : "")}: {r.Title.Zh} {r.Title.En}{Environment.NewLine}   {RuleWords.Of(r).Zh} | {RuleWords.Of(r).En}{(r.Classes.Count > 0 ? $" [{string.Join(", ", r.Classes)}]" : "")}{Environment.NewLine}   {r.Source}"),
    ]);

    private static string Text(RuleDiff diff) => string.Join(Environment.NewLine,
    [
        .. diff.Changes.Select(static c => $"{CheckedFiles.Line(c.Kind, Place(c), c.Old, c.New)}  [{Effect(c.Effect)}]"),
        string.Create(CultureInfo.InvariantCulture, $"{diff.OldSet} -> {diff.NewSet}: {diff.Changes.Count} points differ, in {diff.Changes.Select(static c => c.Rule).Distinct(StringComparer.Ordinal).Count()} rules"),
    ]);

    private static string Place(RuleChange change) => change.Path.Length == 0 ? change.Rule : $"{change.Rule}.{change.Path}";

    private static string Effect(RuleEffect effect) => effect switch
    {
        RuleEffect.Fewer => "fewer or later alerts",
        RuleEffect.More => "more or earlier alerts",
        RuleEffect.Longer => "alerts last longer",
        RuleEffect.Shorter => "alerts end sooner",
        RuleEffect.Urgency => "other urgency",
        RuleEffect.Words => "words only",
        RuleEffect.Silent => "tells nobody any more",
        RuleEffect.Live => "tells people now",
        _ => "looks at something else",
    };
}
