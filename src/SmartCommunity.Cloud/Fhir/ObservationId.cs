using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmartCommunity.Cloud.Fhir;

/// <summary>
/// Names an observation: LOINC code, instant and device, in the letters FHIR allows for an id, e.g. <c>8867-4.1760000000000.3f…</c>. The device stands as the first 80 bits of its id's
/// SHA-256, as a device id may be as long as a whole FHIR id. The same measurement always has the same id.
/// </summary>
internal readonly record struct ObservationId(string Loinc, long AtMs, string DeviceHash)
{
    private const int HashBytes = 10, Parts = 3;

    internal static ObservationId Of(string loinc, long atMs, string device) => new(loinc, atMs, Hash(device));

    internal static string Hash(string device) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(device)).AsSpan(0, HashBytes));

    internal static ObservationId? Parse(string text) =>
        text.Split('.') is { Length: Parts } parts && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var atMs)
            ? new ObservationId(parts[0], atMs, parts[2])
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Loinc}.{AtMs}.{DeviceHash}");
}
