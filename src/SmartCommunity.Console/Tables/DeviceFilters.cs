using SmartCommunity.Cloud.Registry;

namespace SmartCommunity.Console.Tables;

/// <summary>The device filter as it stands in a URL: an empty or absent part matches everything; retired devices are left out unless asked for.</summary>
internal static class DeviceFilters
{
    /// <summary>The value of <c>retired</c> that lists retired devices only.</summary>
    internal const string OnlyRetired = "only";

    /// <summary>The value of <c>retired</c> that lists all.</summary>
    internal const string AllOfThem = "all";

    internal static DeviceFilter From((string? Community, string? Street) place, string? deviceClass, string? gateway, string? retired, string? search, string? dialect) => new(
        OrNull(place.Community), OrNull(deviceClass), OrNull(gateway),
        retired switch { OnlyRetired => true, AllOfThem => null, _ => false },
        OrNull(search?.Trim()), OrNull(dialect), OrNull(place.Street));

    internal static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
