using System.Globalization;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Text;

/// <summary>What simulators say, as people read it. Pure but for the current culture.</summary>
internal static class SimulationText
{
    /// <summary>Simulated seconds per second: <c>×60</c>.</summary>
    internal static string Speed(double speed) => "×" + speed.ToString("0.##", CultureInfo.InvariantCulture);

    internal static string NameOf(FaultKindView kind) => Languages.Pick(kind.Zh, kind.En);

    internal static string NameOf(ScenarioView scenario) => Languages.Pick(scenario.Zh, scenario.En);
}
