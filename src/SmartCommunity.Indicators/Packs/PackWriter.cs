using SmartCommunity.Indicators.Packs.Writing;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Packs;

/// <summary>
/// Prints a pack's canonical text: every field in the schema's order, names of codes instead of numbers, nothing that is at its default. Reading it gives the same pack (but for the hash, which is of
/// the file's bytes), and printing that gives the same text.
/// </summary>
public static class PackWriter
{
    /// <summary>The canonical text, YAML with line feeds.</summary>
    public static string Write(StandardPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        return TreeText.Block(PackTreeOf.Of(pack, DeviceClassCatalogue.Default));
    }
}
