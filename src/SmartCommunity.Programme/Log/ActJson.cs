using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace SmartCommunity.Programme.Log;

/// <summary>Acts as JSON: <c>{"act":"projectAdded", …}</c>. A type's name in the log is its name in camel case; a test pins all of them.</summary>
public static class ActJson
{
    /// <summary>Every kind of act, by its name in the log.</summary>
    public static IReadOnlyDictionary<string, Type> Kinds { get; } = typeof(ProgrammeAct).Assembly.GetTypes()
        .Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(ProgrammeAct)))
        .ToDictionary(t => JsonNamingPolicy.CamelCase.ConvertName(t.Name), StringComparer.Ordinal);

    /// <summary>How acts and what they hold are written: camel case, enums by name, Chinese as it is; a field that is not known or missing is an error.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameKinds } },
    };

    public static string Write(ProgrammeAct act) => JsonSerializer.Serialize(act, Options);

    /// <summary>The act in a JSON text; throws <see cref="JsonException"/> naming the field.</summary>
    public static ProgrammeAct Read(string json) => JsonSerializer.Deserialize<ProgrammeAct>(json, Options) ?? throw new JsonException("An act is an object, not null.");

    private static void NameKinds(JsonTypeInfo type)
    {
        // What an act is about follows from its fields; an override does not inherit the attribute that says so.
        if (type.Type.IsAssignableTo(typeof(ProgrammeAct)) && type.Properties.FirstOrDefault(p => p.Name == "subject") is { } subject)
            type.Properties.Remove(subject);
        if (type.Type != typeof(ProgrammeAct))
            return;
        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "act", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization };
        foreach (var (name, kind) in Kinds)
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(kind, name));
    }
}
