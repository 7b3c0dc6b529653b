using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Console.Text;

/// <summary>Ways from the explanation of a measure to where what it needs is entered. Immutable.</summary>
/// <param name="Community">Community code.</param>
/// <param name="Measure">Id of the measure, which is the way back.</param>
public sealed record EntryLinks(string Community, string Measure)
{
    /// <summary>Where something that people are asked for is entered.</summary>
    internal string To(AskedKind kind, string code) => kind switch
    {
        AskedKind.Fact => To("fact", code),
        AskedKind.Record => To("record", code),
        _ => To("evidence", code),
    };

    /// <summary>Where an input is entered; null: a device said it. A piece of evidence names its kind beside its id.</summary>
    internal string? To(InputReference input) => input.Kind switch
    {
        "fact" => To("fact", input.Id),
        "evidence" => To("evidence", input.Quantity),
        _ => null,
    };

    private string To(string key, string code) => $"/communities/{Community}/facts?{key}={Uri.EscapeDataString(code)}&measure={Uri.EscapeDataString(Measure)}";
}
