using MessagePack;

namespace SmartCommunity.Cloud.Twins;

/// <summary>One relationship of a device as it stands in the log: a spot is <c>partOf</c> a site, a panic button <c>isIn</c> a home.</summary>
/// <param name="Device">The device it starts from.</param>
/// <param name="Kind"><c>isIn</c>, <c>partOf</c>, <c>serves</c> or <c>feeds</c>.</param>
/// <param name="Target">Id of the device, unit or facility it leads to.</param>
[MessagePackObject]
public sealed record DeviceRelation(
    [property: Key(0)] string Device,
    [property: Key(1)] string Kind,
    [property: Key(2)] string Target);

/// <summary>Kinds of relationships the derived values go by.</summary>
internal static class RelationKind
{
    /// <summary>A device stands in a place.</summary>
    internal const string IsIn = "isIn";

    /// <summary>A device is a part of another.</summary>
    internal const string PartOf = "partOf";

    /// <summary>A device serves another: a gate its site.</summary>
    internal const string Serves = "serves";
}
