using SmartCommunity.Cloud.Programme.Papers.Model;

namespace SmartCommunity.Cloud.Programme.Papers.Making;

/// <summary>Shapes of tables that several papers have. Pure.</summary>
internal static class PaperTables
{
    private const string Numerals = "一二三四五六七八九十";

    /// <summary>Facts by name.</summary>
    internal static PaperTable Pairs(params IEnumerable<(string Name, string? Text)> pairs) => new(
        [new PaperColumn("name", "事项", PaperFormat.Text, 20), new PaperColumn("text", "内容", PaperFormat.Text, 60)],
        [.. pairs.Select(static p => (IReadOnlyList<PaperCell>)[PaperCell.Of(p.Name), PaperCell.Of(p.Text)])]);

    /// <summary>A section under a numbered heading.</summary>
    internal static PaperSection Section(int number, string code, string heading, PaperTable? table, params IReadOnlyList<string> paragraphs) =>
        new() { Code = code, Heading = $"{Numerals[number - 1]}、{heading}", Table = table, Paragraphs = paragraphs };

    /// <summary>A hash in lines that fit a column.</summary>
    internal static string Hash(string sha256) => string.Join('\n', sha256.Chunk(16).Select(static c => new string(c)));
}
