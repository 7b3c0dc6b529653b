namespace SmartCommunity.Cloud.Registry;

/// <summary>The rule for names shown to people.</summary>
internal static class Text
{
    internal static Fault? Fault(string field, string? text, int maxLength)
    {
        if (text is null)
            return new Fault(FaultKind.Invalid, field, $"{field} is missing.");
        if (text.Length > maxLength)
            return new Fault(FaultKind.Invalid, field, $"{field} has {text.Length} characters, more than the limit of {maxLength}.");
        return text.Any(char.IsControl) || !text.IsWellFormed()
            ? new Fault(FaultKind.Invalid, field, $"{field} must not contain control characters or broken characters.")
            : null;
    }

    // A lone surrogate is no text: it cannot be written as UTF-8 and read back.
    private static bool IsWellFormed(this string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}
