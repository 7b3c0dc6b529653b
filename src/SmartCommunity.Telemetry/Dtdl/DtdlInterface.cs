namespace SmartCommunity.Telemetry.Dtdl;

/// <summary>A DTDL v3 interface: the type of a twin. Immutable; <see cref="DtdlReader"/> reads it, <see cref="DtdlWriter"/> writes it.</summary>
public sealed record DtdlInterface
{
    /// <summary>Identifier, e.g. <c>dtmi:fc:device:wearable;1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Names and remarks for people.</summary>
    public DtdlTexts Texts { get; init; } = DtdlTexts.None;

    /// <summary>Identifiers of the interfaces whose contents it takes over.</summary>
    public IReadOnlyList<string> Extends { get; init; } = [];

    /// <summary>Telemetry, properties, commands, relationships and components, in document order; no name twice.</summary>
    public IReadOnlyList<DtdlContent> Contents { get; init; } = [];

    /// <summary>Schemas that contents refer to by their identifier.</summary>
    public IReadOnlyList<DtdlNamedSchema> Schemas { get; init; } = [];
}

/// <summary>What an element says to people: by language tag, and one comment for model authors.</summary>
/// <param name="DisplayName">Language tag → name of at most 64 characters.</param>
/// <param name="Description">Language tag → text of at most 512 characters.</param>
/// <param name="Comment">For model authors, at most 512 characters; null when there is none.</param>
public sealed record DtdlTexts(IReadOnlyDictionary<string, string> DisplayName, IReadOnlyDictionary<string, string> Description, string? Comment)
{
    /// <summary>Language of a text without a tag.</summary>
    public const string DefaultLanguage = "en";

    private static readonly Dictionary<string, string> Empty = [];

    /// <summary>Nothing said.</summary>
    public static DtdlTexts None { get; } = new(Empty, Empty, null);

    /// <summary>A Chinese and an English name.</summary>
    public static DtdlTexts Named(string zh, string en) =>
        new(new Dictionary<string, string> { ["zh"] = zh, ["en"] = en }, Empty, null);

    /// <summary>The display name in a language, else in English, else null.</summary>
    public string? Name(string language) => DisplayName.GetValueOrDefault(language) ?? DisplayName.GetValueOrDefault(DefaultLanguage);
}

/// <summary>A semantic type of the quantitativeTypes extension with its unit, e.g. <c>Temperature</c> in <c>degreeCelsius</c>.</summary>
/// <param name="Semantic">The co-type.</param>
/// <param name="Unit">One of its units, or null.</param>
public sealed record DtdlQuantity(string Semantic, string? Unit);

/// <summary>One element of an interface's contents.</summary>
public abstract record DtdlContent
{
    /// <summary>Programming name, unique in the interface.</summary>
    public required string Name { get; init; }

    /// <summary>Names and remarks for people.</summary>
    public DtdlTexts Texts { get; init; } = DtdlTexts.None;

    /// <summary>Line of the document it was read from; 0 when it was not read.</summary>
    public int Line { get; init; }
}

/// <summary>Something a twin emits.</summary>
public sealed record DtdlTelemetry(DtdlSchema Schema, DtdlQuantity? Quantity) : DtdlContent;

/// <summary>State of a twin, reported; when writable also desired.</summary>
public sealed record DtdlProperty(DtdlSchema Schema, DtdlQuantity? Quantity, bool Writable) : DtdlContent;

/// <summary>Something a twin can be asked to do.</summary>
public sealed record DtdlCommand(DtdlField? Request, DtdlField? Response) : DtdlContent;

/// <summary>A link to other twins.</summary>
public sealed record DtdlRelationship(string? Target, int? MaxMultiplicity, bool Writable, IReadOnlyList<DtdlProperty> Properties) : DtdlContent;

/// <summary>The contents of another interface by value.</summary>
public sealed record DtdlComponent(string InterfaceId) : DtdlContent;
