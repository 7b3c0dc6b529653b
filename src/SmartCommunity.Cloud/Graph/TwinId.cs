using System.Diagnostics.CodeAnalysis;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Graph;

/// <summary>What a twin is the twin of, outermost first.</summary>
public enum TwinKind
{
    /// <summary>The district.</summary>
    District,

    /// <summary>A street, town or management committee.</summary>
    Street,

    /// <summary>A community.</summary>
    Community,

    /// <summary>A building of a community.</summary>
    Building,

    /// <summary>A unit of a building.</summary>
    Unit,

    /// <summary>A service place with an area and opening hours.</summary>
    Facility,

    /// <summary>An enrolled device.</summary>
    Device,
}

/// <summary>Names a twin: its kind and its code, written <c>kind:code</c>. Codes are unique within a kind on the whole platform.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Code">Its code, an <see cref="Identifier"/>.</param>
public readonly record struct TwinId(TwinKind Kind, string Code)
{
    /// <summary>Every kind by the name it has on the wire.</summary>
    public static IReadOnlyList<(string Name, TwinKind Kind)> Kinds { get; } =
    [
        ("district", TwinKind.District), ("street", TwinKind.Street), ("community", TwinKind.Community), ("building", TwinKind.Building),
        ("unit", TwinKind.Unit), ("facility", TwinKind.Facility), ("device", TwinKind.Device),
    ];

    /// <summary>The one district of a platform.</summary>
    public static TwinId District { get; } = new(TwinKind.District, "fuyang");

    /// <summary>The kind's name on the wire.</summary>
    public string KindName => Kinds[(int)Kind].Name;

    /// <summary>True for buildings, units and facilities, which people make.</summary>
    public bool IsMadePlace => Kind is TwinKind.Building or TwinKind.Unit or TwinKind.Facility;

    /// <summary>Reads <c>kind:code</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TwinId id)
    {
        id = default;
        if (text is null || text.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon) || !Identifier.IsValid(text.AsSpan(colon + 1)))
            return false;
        foreach (var (name, kind) in Kinds)
        {
            if (!text.AsSpan(0, colon).SequenceEqual(name))
                continue;
            id = new TwinId(kind, text[(colon + 1)..]);
            return true;
        }

        return false;
    }

    /// <summary>The sentence that tells a person what is wrong with a twin id.</summary>
    public static string Fault(string field, string? text) =>
        $"{field} '{text}' must be kind:code, the kind one of {string.Join(", ", Kinds.Select(k => k.Name))}, the code 1 to {Identifier.MaxLength} characters out of a-z, A-Z, 0-9, '_' and '-'.";

    internal static TwinId Community(string code) => new(TwinKind.Community, code);

    internal static TwinId Device(string id) => new(TwinKind.Device, id);

    /// <inheritdoc/>
    public override string ToString() => $"{KindName}:{Code}";
}
