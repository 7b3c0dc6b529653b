using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartCommunity.Telemetry;

/// <summary>
/// All quantities the platform knows, read once from the embedded <c>catalogue/quantities.json</c>. Immutable and thread-safe.
/// </summary>
public sealed class QuantityCatalogue
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private readonly FrozenDictionary<string, int> _indexes;

    private QuantityCatalogue(Quantity[] quantities)
    {
        All = quantities;
        _indexes = quantities.Select((q, i) => KeyValuePair.Create(q.Name, i)).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The catalogue built into this version.</summary>
    public static QuantityCatalogue Default { get; } = Load();

    /// <summary>Every quantity, in file order.</summary>
    public IReadOnlyList<Quantity> All { get; }

    /// <summary>The quantity of that name, or null.</summary>
    public Quantity? Find(string name) => _indexes.TryGetValue(name, out var index) ? All[index] : null;

    /// <summary>Position of the quantity in <see cref="All"/>, or −1. Good within one process only; the wire carries names.</summary>
    public int IndexOf(ReadOnlySpan<char> name) =>
        _indexes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var index) ? index : -1;

    private static QuantityCatalogue Load()
    {
        using var stream = Embedded.Open("catalogue/quantities.json");
        var quantities = JsonSerializer.Deserialize<Quantity[]>(stream, Options)
            ?? throw new InvalidDataException("catalogue/quantities.json is empty.");
        return new QuantityCatalogue(quantities);
    }
}
