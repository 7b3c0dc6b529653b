namespace SmartCommunity.Cloud.Programme.Papers.Model;

/// <summary>A document before it has a format: what it says, without how it looks. Templates say that. Immutable; the same paper and template give the same bytes.</summary>
public sealed record Paper
{
    /// <summary>What it is.</summary>
    public required PaperKind Kind { get; init; }

    /// <summary>Name of its file, without ending.</summary>
    public required string FileName { get; init; }

    /// <summary>Single texts by the codes templates name them with; every code of <see cref="PaperKind.Fields"/> has one.</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    /// <summary>Its sections in order.</summary>
    public required IReadOnlyList<PaperSection> Sections { get; init; }

    /// <summary>Printed on wide paper.</summary>
    public bool IsLandscape { get; init; }
}

/// <summary>A part of a paper under a heading: paragraphs, then a table.</summary>
public sealed record PaperSection
{
    /// <summary>Code by which a template places it: <c>{{section:code}}</c>.</summary>
    public required string Code { get; init; }

    public required string Heading { get; init; }

    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    public PaperTable? Table { get; init; }
}

/// <summary>A table with typed columns.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">As many cells a row as there are columns.</param>
/// <param name="Total">The closing row; null for none.</param>
public sealed record PaperTable(IReadOnlyList<PaperColumn> Columns, IReadOnlyList<IReadOnlyList<PaperCell>> Rows, IReadOnlyList<PaperCell>? Total = null);

/// <summary>A column of a table.</summary>
/// <param name="Code">How formulas name it.</param>
/// <param name="Heading">What stands above it.</param>
/// <param name="Format">How its numbers and days are written.</param>
/// <param name="Width">Its width in Latin letters; a Chinese character takes two.</param>
public sealed record PaperColumn(string Code, string Heading, PaperFormat Format, int Width);

/// <summary>How numbers and days of a column are written.</summary>
public enum PaperFormat
{
    /// <summary>As text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>One decimal: points of a score.</summary>
    OneDecimal,

    /// <summary>Two decimals.</summary>
    TwoDecimals,

    /// <summary>A share of 0 to 1 in percent.</summary>
    Percent,

    /// <summary>An amount in yuan, to the fen.</summary>
    Yuan,

    /// <summary>A calendar day.</summary>
    Day,
}

/// <summary>One cell: a text, a number, a day, or nothing. A number may be computed by a formula, which must give that very number.</summary>
public sealed record PaperCell
{
    private const decimal FenPerYuan = 100m;

    private PaperCell()
    {
    }

    /// <summary>Nothing: not known, or not applicable.</summary>
    public static PaperCell Empty { get; } = new();

    public string? Text { get; private init; }

    public decimal? Number { get; private init; }

    public DateOnly? Day { get; private init; }

    /// <summary>
    /// How a spreadsheet computes <see cref="Number"/>: <c>{code}</c> is the cell of that column in this row, <c>{code:}</c> are the rows of that column, the rest is the spreadsheet's own language. Null: typed in.
    /// </summary>
    public string? Formula { get; private init; }

    public static PaperCell Of(string? text) => string.IsNullOrEmpty(text) ? Empty : new PaperCell { Text = text };

    public static PaperCell Of(decimal? number, string? formula = null) => number is { } known ? new PaperCell { Number = known, Formula = formula } : Empty;

    public static PaperCell Of(double? number) => number is { } known ? new PaperCell { Number = (decimal)known } : Empty;

    public static PaperCell Of(DateOnly? day) => day is { } known ? new PaperCell { Day = known } : Empty;

    /// <summary>An amount in fen, written in yuan.</summary>
    public static PaperCell OfFen(long? fen, string? formula = null) => fen is { } known ? new PaperCell { Number = known / FenPerYuan, Formula = formula } : Empty;

    /// <summary>The sum of a column's rows.</summary>
    public static PaperCell SumOf(string column, decimal sum) => new() { Number = sum, Formula = $"SUM({{{column}:}})" };
}
