namespace SmartCommunity.Telemetry.Dialects.Modbus;

/// <summary>Register profiles that come with the platform, as they are put under <c>/api/v1/profiles/{name}?kind=modbus</c>, and the schema they follow.</summary>
public static class ModbusExamples
{
    private const string Folder = "profiles/modbus/";

    /// <summary>Name and document of every example.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Embedded.Names(Folder)
        .ToDictionary(name => Path.GetFileNameWithoutExtension(name[Folder.Length..]), Read, StringComparer.Ordinal);

    /// <summary>The JSON Schema (2020-12) of a register profile.</summary>
    public static string Schema { get; } = Read("profiles/modbus.schema.json");

    private static string Read(string name)
    {
        using var reader = new StreamReader(Embedded.Open(name));
        return reader.ReadToEnd();
    }
}
