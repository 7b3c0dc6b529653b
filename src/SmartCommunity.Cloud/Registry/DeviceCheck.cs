using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Registry;

/// <summary>The rules a device must meet to be enrolled, against the places, gateways and profiles there are. Pure.</summary>
internal sealed class DeviceCheck(IReadOnlySet<string> communities, IReadOnlyList<string> gateways, IReadOnlyDictionary<string, string> profileKinds)
{
    /// <summary>Longest name of a device, in characters: one line on a screen.</summary>
    internal const int MaxNameLength = 120;

    /// <summary>Longest alias, in characters: twice the longest id, room for a vendor's path of names.</summary>
    internal const int MaxAliasLength = 128;

    private const int CertificateDigits = 64;

    /// <summary>The device with its defaults filled in, and every fault there is.</summary>
    internal (NewDevice Device, IReadOnlyList<Fault> Faults) Complete(NewDevice device)
    {
        var faults = new List<Fault>();
        if (!Identifier.IsValid(device.Id))
            Add("id", Identifier.Fault("id", device.Id));
        if (device.Community is null || !communities.Contains(device.Community))
            Add("community", $"community '{device.Community}' is not one of the {communities.Count} communities of the district; see /api/v1/communities.");
        if (device.Class is null || DeviceClassCatalogue.Current.Find(device.Class) is null)
            Add("class", $"class '{device.Class}' is not one of: {string.Join(", ", DeviceClassCatalogue.Current.All.Select(c => c.Code))}.");
        if (Text.Fault("name", device.Name, MaxNameLength) is { } nameFault)
            faults.Add(nameFault);
        var certificate = string.IsNullOrEmpty(device.CertificateSha256) ? null : device.CertificateSha256.ToLowerInvariant();
        if (certificate is not null && (certificate.Length != CertificateDigits || !certificate.All(char.IsAsciiHexDigit)))
            Add("certificateSha256", $"certificateSha256 must be {CertificateDigits} hexadecimal digits, it has {certificate.Length} characters.");
        var dialect = string.IsNullOrEmpty(device.Dialect) ? DialectCode.Native : device.Dialect;
        if (!DialectCode.IsKnown(dialect))
            Add("dialect", $"dialect '{dialect}' is not one of: {string.Join(", ", DialectCode.All)}.");
        else if (ProfileFault(dialect, device.Profile) is { } profileFault)
            Add("profile", profileFault);
        if (device.Via is { Length: > 0 } && certificate is not null)
            Add("certificateSha256", $"certificateSha256 must be empty: '{device.Via}' carries this device, so it cannot log in.");
        if (device.Alias is { Length: > 0 } alias && Text.Fault("alias", alias, MaxAliasLength) is { } aliasFault)
            faults.Add(aliasFault);
        var gateway = Gateway(device.Gateway, faults);
        return (device with
        {
            Name = string.IsNullOrEmpty(device.Name) ? device.Id : device.Name,
            Gateway = gateway,
            CertificateSha256 = certificate,
            Dialect = dialect,
            Profile = device.Profile ?? "",
            Via = device.Via ?? "",
            Alias = string.IsNullOrEmpty(device.Alias) ? device.Id ?? "" : device.Alias,
        }, faults);

        void Add(string field, string message) => faults.Add(new Fault(FaultKind.Invalid, field, message));
    }

    private string? ProfileFault(string dialect, string? profile)
    {
        if (!DialectCode.NeedsProfile(dialect))
            return string.IsNullOrEmpty(profile) ? null : $"profile '{profile}' must be empty: dialect {dialect} needs none; {string.Join(" and ", DialectCode.WithProfile)} do.";
        if (string.IsNullOrEmpty(profile))
            return $"profile is missing; dialect {dialect} needs one, see /api/v1/profiles.";
        if (!profileKinds.TryGetValue(profile, out var kind))
            return $"profile '{profile}' does not exist; put it first, see /api/v1/profiles.";
        return kind == dialect ? null : $"profile '{profile}' is of kind {kind}, the device's dialect is {dialect}.";
    }

    private string Gateway(string? gateway, List<Fault> faults)
    {
        if (!string.IsNullOrEmpty(gateway))
        {
            if (!gateways.Contains(gateway, StringComparer.Ordinal))
                faults.Add(new Fault(FaultKind.Invalid, "gateway", $"gateway '{gateway}' does not exist; register it first."));
            return gateway;
        }

        if (gateways is [var only])
            return only;
        faults.Add(new Fault(
            FaultKind.Invalid, "gateway", $"gateway is missing; it may be left out only when there is exactly one gateway, and there are {gateways.Count}."));
        return "";
    }
}
