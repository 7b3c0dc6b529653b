namespace SmartCommunity.Cloud.Identity;

/// <summary>A part of the district: all of it, a street with its communities, or one community. Written as <c>district</c>, <c>street:CODE</c>, <c>community:CODE</c>.</summary>
public sealed record Area
{
    private const string StreetPrefix = "street:", CommunityPrefix = "community:", Whole = "district";

    private Area(string street, string community) => (Street, Community) = (street, community);

    /// <summary>The whole district.</summary>
    public static Area District { get; } = new("", "");

    /// <summary>Code of the street; empty: the district, or a community.</summary>
    public string Street { get; }

    /// <summary>Code of the community; empty: the district, or a street.</summary>
    public string Community { get; }

    /// <summary>True for the whole district.</summary>
    public bool IsDistrict => this == District;

    /// <summary>A street and its communities.</summary>
    public static Area OfStreet(string code) => new(code, "");

    /// <summary>One community.</summary>
    public static Area OfCommunity(string code) => new("", code);

    /// <summary>What <see cref="ToString"/> wrote; null when it is nothing of the kind.</summary>
    public static Area? Parse(string? text) => text switch
    {
        Whole => District,
        not null when text.StartsWith(StreetPrefix, StringComparison.Ordinal) && text.Length > StreetPrefix.Length => OfStreet(text[StreetPrefix.Length..]),
        not null when text.StartsWith(CommunityPrefix, StringComparison.Ordinal) && text.Length > CommunityPrefix.Length => OfCommunity(text[CommunityPrefix.Length..]),
        _ => null,
    };

    /// <summary>True when another area lies in this one.</summary>
    /// <param name="other">The other area.</param>
    /// <param name="streetOf">The street of a community; null: there is no such community.</param>
    public bool Covers(Area other, Func<string, string?> streetOf)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(streetOf);
        return IsDistrict || this == other || (Street.Length > 0 && other.Community.Length > 0 && streetOf(other.Community) == Street);
    }

    /// <inheritdoc/>
    public override string ToString() => Street.Length > 0 ? StreetPrefix + Street : Community.Length > 0 ? CommunityPrefix + Community : Whole;
}
