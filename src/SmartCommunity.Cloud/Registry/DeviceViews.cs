using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Registry;

/// <summary>What people see of a device row: everything but its secrets.</summary>
internal static class DeviceViews
{
    internal static DeviceView Of(DeviceRow row) => new(
        row.Id, row.Community, row.Class, row.Name, row.Gateway,
        HasToken: row.TokenSha256 is not null,
        HasNextToken: row.NextTokenSha256 is not null,
        row.CertificateSha256,
        Retired: row.RetiredAtMs is not null,
        DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAtMs),
        row.RetiredAtMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null,
        row.Dialect, row.Profile, row.Via, row.Alias, row.Replaces);
}
