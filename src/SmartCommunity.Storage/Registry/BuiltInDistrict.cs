namespace SmartCommunity.Storage.Registry;

/// <summary>The communities that are built into the product, in the project pool's order, for whoever plays the district without a registry. Immutable.</summary>
public static class BuiltInDistrict
{
    /// <summary>Community codes with the code of the street that is responsible.</summary>
    public static IReadOnlyList<(string Community, string Street)> Communities { get; } = DistrictSeed.Read();
}
