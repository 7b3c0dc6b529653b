using System.Globalization;
using Microsoft.Extensions.Localization;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Text;

/// <summary>What simulators say, as people read it. Pure but for the current culture.</summary>
internal static class SimulationText
{
    /// <summary>Simulated seconds per second: <c>×60</c>.</summary>
    internal static string Speed(double speed) => "×" + speed.ToString("0.##", CultureInfo.InvariantCulture);

    internal static string NameOf(FaultKindView kind) => Languages.Pick(kind.Zh, kind.En);

    /// <summary>The kind's name; its code when it is not among <paramref name="kinds"/>.</summary>
    internal static string NameOf(IReadOnlyList<FaultKindView> kinds, string code) => kinds.FirstOrDefault(k => k.Name == code) is { } kind ? NameOf(kind) : code;

    /// <summary>The scenario's name; its code when it is not among <paramref name="scenarios"/>.</summary>
    internal static string NameOf(IReadOnlyList<ScenarioView> scenarios, string code) => scenarios.FirstOrDefault(s => s.Name == code) is { } scenario ? NameOf(scenario) : code;

    /// <summary>What a parameter is called: the quantity it is of, or its own word.</summary>
    internal static string NameOf(FaultParameterView parameter, IStringLocalizer words) =>
        QuantityCatalogue.Default.Find(parameter.Name) is null ? words.Code("faultParameter", parameter.Name) : Words.QuantityName(parameter.Name);

    /// <summary>Who ordered a fault: <c>inject</c>, <c>background</c>, or <c>scenario NAME</c>.</summary>
    internal static string OriginOf(string origin, IStringLocalizer words)
    {
        const string Scenario = "scenario ";
        return origin.StartsWith(Scenario, StringComparison.Ordinal) ? words["origin.scenario", origin[Scenario.Length..]] : words.Code("origin", origin);
    }

    internal static string NameOf(ScenarioView scenario) => Languages.Pick(scenario.Zh, scenario.En);
}
