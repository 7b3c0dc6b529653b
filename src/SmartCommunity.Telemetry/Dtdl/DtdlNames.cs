using System.Text.RegularExpressions;

namespace SmartCommunity.Telemetry.Dtdl;

/// <summary>The two kinds of names of DTDL. Pure.</summary>
public static partial class DtdlNames
{
    /// <summary>What a name must look like, as a sentence part.</summary>
    public const string NameRule = "must be 1 to 512 letters, digits and underscores, starting with a letter and not ending with an underscore";

    /// <summary>What an identifier must look like, as a sentence part.</summary>
    public const string IdRule = "must be dtmi:<segment>(:<segment>)*[;<version>], each segment starting with a letter and not ending with an underscore";

    /// <summary>True for a programming name.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= DtdlLimits.MaxName && Name().IsMatch(text);

    /// <summary>True for a user DTMI of any length.</summary>
    public static bool IsId(string text) => Id().IsMatch(text);

    /// <summary>True for a language tag such as <c>zh</c> or <c>zh-CN</c>.</summary>
    public static bool IsLanguage(string text) => Language().IsMatch(text);

    [GeneratedRegex("^[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("^dtmi(?::[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?)+(?:;[1-9][0-9]{0,8}(?:\\.[1-9][0-9]{0,5})?)?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex("^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Language();
}
