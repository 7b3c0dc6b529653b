using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SmartCommunity.Cli.Simulating;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Verbs;

/// <summary><c>simulate faults</c>, <c>scenarios</c>, <c>check</c>: what can be simulated, without simulating it.</summary>
internal static class SimulateCatalogueVerbs
{
    internal static IEnumerable<Command> Create() => [Faults(), Scenarios(), Check()];

    private static Command Faults()
    {
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("faults", "Lists every kind of fault with its parameters, units, ranges and defaults, and the alert it deserves.") { json };
        command.SetAction(result =>
        {
            if (result.GetValue(json))
            {
                Terminal.WriteLine(JsonSerializer.Serialize(FaultCatalogue.All.Select(ControlViews.Of), JsonSerializerOptions.Web));
                return;
            }

            foreach (var kind in FaultCatalogue.All)
            {
                var alert = kind.ExpectedAlert is { } expected ? $"alert {expected} within {Text(kind.LatencyBudget)}" : "no alert";
                Terminal.WriteLine($"{kind.Name,-20} {kind.En} ({kind.Zh}; {alert})");
                Terminal.WriteLine($"{"",-20} falls on {(kind.Classes.Count == 0 ? "every class" : string.Join(", ", kind.Classes))}, per {kind.Scope.ToString().ToLowerInvariant()}, {Text(kind.StandardLength)} unless told otherwise");
                foreach (var p in kind.Parameters)
                {
                    Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-20}   {p.Name} [{p.Unit}] {p.Min} to {p.Max}, default {p.Standard}: {p.Meaning}"));
                }
            }
        });
        return command;
    }

    private static Command Scenarios()
    {
        var schema = new Option<bool>("--schema") { Description = "Prints the JSON Schema of scripts instead." };
        var truth = new Option<bool>("--truth-schema") { Description = "Prints the JSON Schema of a line of truth.jsonl instead." };
        var show = new Option<string?>("--show") { Description = "Prints the script of a shipped scenario instead." };
        var command = new Command("scenarios", "Lists the scenarios that come with the simulators.") { schema, truth, show };
        command.SetAction(result =>
        {
            if (result.GetValue(schema) || result.GetValue(truth))
            {
                Terminal.Write(result.GetValue(schema) ? ScenarioShelf.Schema : ScenarioShelf.TruthSchema);
                return;
            }

            if (result.GetValue(show) is { } name)
            {
                Terminal.Write(ScenarioShelf.Script(ScenarioFile.Find(name).Name));
                return;
            }

            foreach (var scenario in ScenarioShelf.All)
            {
                var begins = scenario.BeginsAt is { } at ? $", begins at {at:hh\\:mm}" : "";
                Terminal.WriteLine($"{scenario.Name,-20} {scenario.En} ({scenario.Zh}): {Text(scenario.Duration)}{begins}, {scenario.Orders(DateTimeOffset.UnixEpoch).Count} faults");
            }
        });
        return command;
    }

    private static Command Check()
    {
        var file = new Argument<string>("FILE") { Description = "A scenario script." };
        var command = new Command("check", "Checks a scenario script: every fault with its line, column and field.") { file };
        command.SetAction(result =>
        {
            var path = result.GetRequiredValue(file);
            if (!File.Exists(path))
            {
                throw new UsageException($"{path} does not exist.");
            }

            var (scenario, faults) = ScenarioFile.Read(path);
            foreach (var fault in faults)
            {
                Terminal.Error.WriteLine($"{path}:{fault}");
            }

            if (scenario is null)
            {
                return ExitCode.Failed;
            }

            Terminal.WriteLine($"{scenario.Name}: {Text(scenario.Duration)}, {scenario.Orders(DateTimeOffset.UnixEpoch).Count} faults, {scenario.Weather.Count} points of weather; good");
            return ExitCode.Success;
        });
        return command;
    }

    private static string Text(TimeSpan length) => length switch
    {
        { TotalDays: >= 1 } when length.Ticks % TimeSpan.TicksPerDay == 0 => $"{length.Days} d",
        { TotalHours: >= 1 } when length.Ticks % TimeSpan.TicksPerHour == 0 => $"{(int)length.TotalHours} h",
        { TotalMinutes: >= 1 } when length.Ticks % TimeSpan.TicksPerMinute == 0 => $"{(int)length.TotalMinutes} min",
        _ => $"{(int)length.TotalSeconds} s",
    };
}
