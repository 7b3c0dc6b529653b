using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Registry;

/// <summary>The rules a device must meet to be enrolled, against the places and gateways there are. Pure.</summary>
internal sealed class DeviceCheck(IReadOnlySet<string> communities, IReadOnlyList<string> gateways)
{
    /// <summary>Longest name of a device, in characters: one line on a screen.</summary>
    internal const int MaxNameLength = 120;

    private const int CertificateDigits = 64;

    /// <summary>The device with its defaults filled in, and every fault there is.</summary>
    internal (NewDevice Device, IReadOnlyList<Fault> Faults) Complete(NewDevice device)
    {
        var faults = new List<Fault>();
        if (!Identifier.IsValid(device.Id))
            Add("id", Identifier.Fault("id", device.Id));
        if (device.Community is null || !communities.Contains(device.Community))
            Add("community", $"community '{device.Community}' is not one of the {communities.Count} communities of the district; see /api/v1/communities.");
        if (device.Class is null || DeviceClassCatalogue.Default.Find(device.Class) is null)
            Add("class", $"class '{device.Class}' is not one of: {string.Join(", ", DeviceClassCatalogue.Default.All.Select(c => c.Code))}.");
        if (Text.Fault("name", device.Name, MaxNameLength) is { } nameFault)
            faults.Add(nameFault);
        var certificate = string.IsNullOrEmpty(device.CertificateSha256) ? null : device.CertificateSha256.ToLowerInvariant();
        if (certificate is not null && (certificate.Length != CertificateDigits || !certificate.All(char.IsAsciiHexDigit)))
            Add("certificateSha256", $"certificateSha256 must be {CertificateDigits} hexadecimal digits, it has {certificate.Length} characters.");
        var gateway = Gateway(device.Gateway, faults);
        return (device with { Name = string.IsNullOrEmpty(device.Name) ? device.Id : device.Name, Gateway = gateway, CertificateSha256 = certificate }, faults);

        void Add(string field, string message) => faults.Add(new Fault(FaultKind.Invalid, field, message));
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
