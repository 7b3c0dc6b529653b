using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Cloud.Facts;

/// <summary>A column of a table of facts or records: its name, its Chinese heading, and what a person has to put there.</summary>
internal sealed record TableColumn(string Code, string Zh, bool IsRequired, string AdviceZh);

/// <summary>A table as read: cells by column code, rows of the wrong shape as errors.</summary>
internal sealed record TableRows(IReadOnlyList<(int Line, IReadOnlyDictionary<string, string> Cells)> Rows, IReadOnlyList<RowError> Errors);

/// <summary>The columns of tables of facts and records, and how their lines become rows. Columns in any order, by name or Chinese heading. Pure.</summary>
internal static class FactTable
{
    internal const string Code = "code", Title = "title", Value = "value", Unit = "unit", Id = "id", AsOf = "asOf", Source = "source", Inspected = "inspected";

    private static readonly TableColumn[] Ends =
    [
        new(AsOf, "截至日期", true, "数据所属日期，yyyy-MM-dd，不晚于今天"),
        new(Source, "来源", true, "数据来源，1 至 200 个字符"),
        new(Inspected, "现场核实", false, "是 或 否；空则为否"),
    ];

    internal static IReadOnlyList<TableColumn> FactColumns { get; } =
    [
        new(Code, "编码", true, "标准包中的编码，勿改"), new(Title, "名称", false, "仅供查看，导入时忽略"), new(Value, "数值", true, "数字；是/否 类填 是 或 否；未掌握的整行留空"),
        new(Unit, "单位", false, "仅供查看；填写时须与标准包一致"), .. Ends,
    ];

    internal static IReadOnlyList<TableColumn> RecordColumns(RecordDefinition definition) =>
    [
        new(Id, "编号", true, "1 至 64 个字符：a-z A-Z 0-9 _ -，同类中唯一"),
        .. definition.Fields.Select(f => new TableColumn(f.Code, f.Title.Zh, f.IsRequired, Advice(f))),
        .. Ends,
    ];

    /// <summary>Reads lines under these columns.</summary>
    internal static Outcome<TableRows> Read(IReadOnlyList<TableColumn> columns, IEnumerable<(int Line, string[] Fields)> lines, List<RowError> errors)
    {
        TableColumn[]? header = null;
        var rows = new List<(int, IReadOnlyDictionary<string, string>)>();
        foreach (var (line, fields) in lines)
        {
            if (header is null)
            {
                (header, var fault) = Header(columns, fields);
                if (fault is not null)
                    return DeviceFile.Fault(fault);
            }
            else if (fields.Length == header.Length)
            {
                rows.Add((line, header.Zip(fields).ToDictionary(pair => pair.First.Code, pair => Plain(pair.Second), StringComparer.Ordinal)));
            }
            else
            {
                errors.Add(new RowError(line, "", $"The row has {fields.Length} fields, the header has {header.Length}."));
            }

            if (rows.Count + errors.Count > DeviceFile.MaxRows)
                break;
        }

        if (header is null)
            return DeviceFile.Fault($"The file is empty; {Wanted(columns)}.");
        return rows.Count + errors.Count > DeviceFile.MaxRows
            ? DeviceFile.Fault($"The file has more than the limit of {DeviceFile.MaxRows} rows; split it.")
            : new TableRows(rows, errors);
    }

    private static (TableColumn[] Header, string? Fault) Header(IReadOnlyList<TableColumn> columns, string[] fields)
    {
        var header = new TableColumn[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            if ((columns.FirstOrDefault(c => c.Code == fields[i]) ?? columns.FirstOrDefault(c => c.Zh == fields[i])) is not { } column)
                return ([], $"Column '{FactCheck.Short(fields[i])}' of the header is unknown; {Wanted(columns)}.");
            header[i] = column;
        }

        if (columns.FirstOrDefault(c => c.IsRequired && !header.Contains(c)) is { } missing)
            return ([], $"Column '{missing.Code}' is missing in the header; {Wanted(columns)}.");
        return header.Length == header.Distinct().Count() ? (header, null) : ([], $"A column stands twice in the header; {Wanted(columns)}.");
    }

    // An export marks texts that a spreadsheet would compute, see TableFile.Csv.
    private static string Plain(string cell) => cell.Length > 1 && cell[0] == '\'' && TableFile.IsComputed(cell[1..]) ? cell[1..] : cell;

    private static string Wanted(IReadOnlyList<TableColumn> columns) =>
        $"the header is {string.Join(',', columns.Select(c => c.Code))}, of which {string.Join(", ", columns.Where(c => c.IsRequired).Select(c => c.Code))} are required";

    private static string Advice(RecordField field) => field.Type switch
    {
        RecordFieldType.Number => $"数字{(field.Unit.Length > 0 ? $"，单位 {field.Unit}" : "")}",
        RecordFieldType.Code => $"取值：{string.Join("、", field.Codes)}",
        RecordFieldType.Date => "日期，yyyy-MM-dd",
        RecordFieldType.YesNo => "是 或 否",
        _ => $"文字，至多 {FactCheck.MaxText} 个字符",
    };
}
