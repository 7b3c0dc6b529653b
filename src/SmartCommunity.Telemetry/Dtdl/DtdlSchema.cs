namespace SmartCommunity.Telemetry.Dtdl;

/// <summary>The type of a value.</summary>
public abstract record DtdlSchema
{
    /// <summary>The primitive schemas of DTDL v3.</summary>
    public static IReadOnlyList<string> Primitives { get; } =
        ["boolean", "date", "dateTime", "double", "duration", "float", "integer", "long", "string", "time"];

    /// <summary>The numeric ones: only these may have a quantity.</summary>
    public static IReadOnlyList<string> Numeric { get; } = ["double", "float", "integer", "long"];
}

/// <summary>One of <see cref="DtdlSchema.Primitives"/>.</summary>
public sealed record DtdlPrimitive(string Name) : DtdlSchema;

/// <summary>A schema given by its identifier.</summary>
public sealed record DtdlReference(string Id) : DtdlSchema;

/// <summary>Named codes: all numbers, or all strings.</summary>
public sealed record DtdlEnum(bool IsInteger, IReadOnlyList<DtdlEnumValue> Values) : DtdlSchema;

/// <summary>One code of an enumeration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">Its number, when the enumeration is of integers.</param>
/// <param name="Text">Its text, when the enumeration is of strings; null otherwise.</param>
/// <param name="Texts">Names for people.</param>
public sealed record DtdlEnumValue(string Name, int Number, string? Text, DtdlTexts Texts);

/// <summary>Named fields.</summary>
public sealed record DtdlObject(IReadOnlyList<DtdlField> Fields) : DtdlSchema;

/// <summary>A field of an object, the input or output of a command, the key or value of a map.</summary>
public sealed record DtdlField(string Name, DtdlSchema Schema, DtdlQuantity? Quantity, DtdlTexts Texts);

/// <summary>A list of values of one type.</summary>
public sealed record DtdlArray(DtdlSchema Element) : DtdlSchema;

/// <summary>Values of one type by name.</summary>
public sealed record DtdlMap(DtdlField Key, DtdlField Value) : DtdlSchema;

/// <summary>A schema with an identifier, for use by several contents of its interface.</summary>
public sealed record DtdlNamedSchema(string Id, DtdlSchema Schema, DtdlTexts Texts);
