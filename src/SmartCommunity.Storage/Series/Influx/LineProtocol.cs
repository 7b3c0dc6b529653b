using System.Globalization;
using System.Text;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// One measurement as a line: <c>measurements,device=D,quantity=Q v=21.5,r=1732345678901i,q=0i 1732345678000</c>, precision ms; <c>v</c> value,
/// <c>r</c> receivedAt in ms, <c>q</c> quality. Tag values escape comma, equals sign and space with a backslash. What the protocol cannot carry
/// at all (control characters, backslash) and the percent sign are percent-encoded, so that two names never become one. Pure.
/// </summary>
internal static class LineProtocol
{
    public const string Measurement = "measurements";

    public static void Append(StringBuilder lines, string device, string quantity, in SeriesRow row)
    {
        if (!double.IsFinite(row.Value))
            throw new ArgumentException($"value {row.Value} of {device}/{quantity} must be finite: InfluxDB stores no other.");
        lines.Append(Measurement).Append(",device=");
        AppendTag(lines, device);
        lines.Append(",quantity=");
        AppendTag(lines, quantity);
        lines.Append(CultureInfo.InvariantCulture, $" v={row.Value:R},r={row.ReceivedAtMs}i,q={(byte)row.Quality}i {row.AtMs}\n");
    }

    /// <summary>The tag's value as InfluxDB keeps it, as an InfluxQL string literal.</summary>
    public static string Literal(string name)
    {
        var literal = new StringBuilder("'");
        foreach (var c in name)
            AppendEncoded(literal, c, escaped: c == '\'');
        return literal.Append('\'').ToString();
    }

    private static void AppendTag(StringBuilder lines, string name)
    {
        foreach (var c in name)
            AppendEncoded(lines, c, escaped: c is ',' or '=' or ' ');
    }

    private static void AppendEncoded(StringBuilder text, char c, bool escaped)
    {
        if (char.IsControl(c) || c is '\\' or '%')
            text.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
        else if (escaped)
            text.Append('\\').Append(c);
        else
            text.Append(c);
    }
}
