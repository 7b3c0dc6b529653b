namespace SmartCommunity.Telemetry;

/// <summary>
/// The rule every identifier of the platform follows: community codes, class codes, device ids and gateway ids.
/// One level of an MQTT topic, one path segment of a URL, one file name: 1 to <see cref="MaxLength"/> characters out of
/// <c>a-z A-Z 0-9 _ -</c>. Identifiers are compared by ordinal, case counts.
/// </summary>
public static class Identifier
{
    /// <summary>Longest identifier, in characters. 64 holds a UUID, an IMEI, and every vendor serial seen so far.</summary>
    public const int MaxLength = 64;

    /// <summary>True when <paramref name="text"/> is an identifier.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaxLength)
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
                return false;
        }

        return true;
    }

    /// <summary>The sentence that tells a person what was wrong with an identifier, naming the field and the limit.</summary>
    public static string Fault(string field, string? text) =>
        $"{field} '{text}' must be 1 to {MaxLength} characters out of a-z, A-Z, 0-9, '_' and '-'.";
}
