namespace SmartCommunity.Telemetry.Dtdl;

/// <summary>The limits of DTDL version 3 (Azure/opendigitaltwins-dtdl, DTDL/v3/DTDL.v3.md), and the platform's own where it has none.</summary>
public static class DtdlLimits
{
    /// <summary>Largest interface, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Longest <c>name</c>, in characters.</summary>
    public const int MaxName = 512;

    /// <summary>Longest identifier of an interface, in characters.</summary>
    public const int MaxInterfaceId = 128;

    /// <summary>Longest identifier of anything else, in characters.</summary>
    public const int MaxId = 2048;

    /// <summary>Longest <c>displayName</c> in one language, in characters.</summary>
    public const int MaxDisplayName = 64;

    /// <summary>Longest <c>description</c> or <c>comment</c> in one language, in characters.</summary>
    public const int MaxDescription = 512;

    /// <summary>Most elements under an interface's <c>contents</c>, those of nested schemas included.</summary>
    public const int MaxElements = 100_000;

    /// <summary>Most interfaces in the <c>extends</c> hierarchy of an interface.</summary>
    public const int MaxExtends = 1024;

    /// <summary>Deepest chain of <c>extends</c>.</summary>
    public const int MaxExtendsDepth = 10;

    /// <summary>Deepest nesting of complex schemas.</summary>
    public const int MaxSchemaDepth = 5;

    /// <summary>Most faults told of one document (own limit): a person mends the first and tries again.</summary>
    public const int MaxFaults = 100;
}
