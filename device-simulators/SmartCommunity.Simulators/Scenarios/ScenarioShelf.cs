using System.Reflection;

namespace SmartCommunity.Simulators;

/// <summary>The scenarios that come with the simulators, and the published schemas of scripts and labels.</summary>
public static class ScenarioShelf
{
    private const string Ending = ".yaml";

    /// <summary>All shipped scenarios, by name.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
        [.. Resources().Where(r => r.EndsWith(Ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(r => Shipped(r[..^Ending.Length]))];

    /// <summary>JSON Schema of scenario scripts.</summary>
    public static string Schema => Text("scenario.schema.json");

    /// <summary>JSON Schema of a line of the truth file.</summary>
    public static string TruthSchema => Text("truth.schema.json");

    /// <summary>The shipped scenario of a name; null when there is none.</summary>
    public static Scenario? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>The script of a shipped scenario, as it stands in its file.</summary>
    public static string Script(string name) => Text(name + Ending);

    private static Scenario Shipped(string name)
    {
        var (scenario, faults) = ScenarioReader.Read(Script(name));
        return scenario ?? throw new InvalidDataException($"The shipped scenario {name} is faulty: {string.Join(" ", faults)}");
    }

    private static string[] Resources() => Assembly.GetExecutingAssembly().GetManifestResourceNames();

    private static string Text(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new ArgumentOutOfRangeException(nameof(resource), resource, "Not shipped.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
