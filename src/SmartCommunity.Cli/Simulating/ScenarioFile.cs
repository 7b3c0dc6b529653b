using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Simulating;

/// <summary>A scenario by the name of a shipped one or by the path of a script.</summary>
internal static class ScenarioFile
{
    /// <exception cref="UsageException">There is none, or the script is faulty; every fault is told with file, line and field.</exception>
    internal static Scenario Find(string nameOrPath)
    {
        if (ScenarioShelf.Find(nameOrPath) is { } shipped)
        {
            return shipped;
        }

        if (!File.Exists(nameOrPath))
        {
            throw new UsageException($"there is no scenario '{nameOrPath}' and no such file; shipped are {string.Join(", ", ScenarioShelf.All.Select(s => s.Name))}.");
        }

        var (scenario, faults) = Read(nameOrPath);
        return scenario ?? throw new UsageException($"the scenario has faults:{string.Concat(faults.Select(f => $"\n  {nameOrPath}:{f}"))}");
    }

    internal static (Scenario? Scenario, IReadOnlyList<ScenarioFault> Faults) Read(string path)
    {
        try
        {
            return ScenarioReader.Read(File.ReadAllText(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {fault.Message}");
        }
    }
}
