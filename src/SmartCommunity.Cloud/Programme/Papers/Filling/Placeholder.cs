using System.Text.RegularExpressions;

namespace SmartCommunity.Cloud.Programme.Papers.Filling;

/// <summary>A place in a template that a paper fills: <c>{{code}}</c>. Pure.</summary>
/// <param name="Start">Where it begins in its text.</param>
/// <param name="Length">Its length, braces included.</param>
/// <param name="Code">What is wanted there.</param>
internal readonly partial record struct Placeholder(int Start, int Length, string Code)
{
    /// <summary>All sections that have no place of their own.</summary>
    internal const string Body = "body";

    /// <summary>Prefix of one section's place.</summary>
    internal const string Section = "section:";

    internal static IEnumerable<Placeholder> In(string text) => Pattern().Matches(text).Select(static m => new Placeholder(m.Index, m.Length, m.Groups[1].Value));

    /// <summary>The text with every placeholder that has a text replaced by it.</summary>
    internal static string Fill(string text, Func<string, string?> find) => Pattern().Replace(text, m => find(m.Groups[1].Value) ?? m.Value);

    /// <summary>The code of a place for sections, when the text holds nothing else; null otherwise.</summary>
    internal static string? Block(string text) =>
        Pattern().Match(text) is { Success: true } match && match.Length == text.Trim().Length && (match.Groups[1].Value == Body || match.Groups[1].Value.StartsWith(Section, StringComparison.Ordinal))
            ? match.Groups[1].Value
            : null;

    // Long enough for any code, short enough that braces of another use are left alone.
    [GeneratedRegex(@"\{\{\s*([^{}\r\n]{1,60}?)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>A placeholder of a template and where it stands, in words of the program that edits it.</summary>
internal readonly record struct PlacedCode(string Place, string Code);
