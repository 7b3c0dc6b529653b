namespace SmartCommunity.Cloud.Identity;

/// <summary>A part of the district: all of it, a street with its communities, one community, or nothing. Written as <c>district</c>, <c>street:CODE</c>, <c>community:CODE</c>.</summary>
public sealed record Area
{
    private const string StreetPrefix = "street:", CommunityPrefix = "community:", Whole = "district";

    private readonly string _text;

    private Area(string text) => _text = text;

    /// <summary>The whole district.</summary>
    public static Area District { get; } = new(Whole);

    /// <summary>No part of it: of whoever is not signed in.</summary>
    public static Area Nowhere { get; } = new("");

    /// <summary>Code of the street; empty when it is none.</summary>
    public string Street => After(StreetPrefix);

    /// <summary>Code of the community; empty when it is none.</summary>
    public string Community => After(CommunityPrefix);

    /// <summary>True for the whole district.</summary>
    public bool IsDistrict => this == District;

    /// <summary>A street and its communities.</summary>
    public static Area OfStreet(string code) => new(StreetPrefix + code);

    /// <summary>One community.</summary>
    public static Area OfCommunity(string code) => new(CommunityPrefix + code);

    /// <summary>What <see cref="ToString"/> wrote; null when it is nothing of the kind.</summary>
    public static Area? Parse(string? text) =>
        text == Whole ? District
        : text is not null && (new Area(text) is { Street.Length: > 0 } or { Community.Length: > 0 }) ? new Area(text)
        : null;

    /// <summary>True when another area lies in this one.</summary>
    /// <param name="other">The other area.</param>
    /// <param name="streetOf">The street of a community; null: there is no such community.</param>
    public bool Covers(Area other, Func<string, string?> streetOf)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(streetOf);
        return this != Nowhere && (IsDistrict || this == other || (Street.Length > 0 && other.Community.Length > 0 && streetOf(other.Community) == Street));
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private string After(string prefix) => _text.StartsWith(prefix, StringComparison.Ordinal) ? _text[prefix.Length..] : "";
}
