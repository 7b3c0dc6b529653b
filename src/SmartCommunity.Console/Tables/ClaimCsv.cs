using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Tables;

/// <summary>New claim codes as a file for the printer. Pure.</summary>
internal static class ClaimCsv
{
    internal static string Of(IEnumerable<ClaimCodeView> codes) =>
        Csv.Line("device", "class", "batch", "code", "expiresAt")
        + string.Concat(codes.Select(c => Csv.Line(c.Device, c.Class, c.Batch, c.Code, c.ExpiresAt.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture))));
}
