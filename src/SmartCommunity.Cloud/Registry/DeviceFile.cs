using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Registry;

/// <summary>A table of devices as read: rows that have the right shape, and the errors of those that have not.</summary>
/// <param name="Rows">Rows with their line number.</param>
/// <param name="Errors">Rows of the wrong shape.</param>
/// <param name="RowCount">Data rows in the file, good or not.</param>
internal sealed record DeviceFile(IReadOnlyList<(int Line, NewDevice Device)> Rows, IReadOnlyList<RowError> Errors, int RowCount)
{
    /// <summary>Largest file, bytes: 20,000 rows of 500 characters.</summary>
    internal const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Most data rows of one file: a whole district's worth of one class; more is better split.</summary>
    internal const int MaxRows = 20_000;

    /// <summary>Reads a file; its first bytes tell CSV and workbook apart.</summary>
    internal static Task<Outcome<DeviceFile>> ReadAsync(Stream table, CancellationToken cancellationToken) => ReadAsync<DeviceFile>(table, typed: false, Read, cancellationToken);

    /// <summary>As the other, with rows of another kind; <paramref name="typed"/> as for <see cref="DeviceXlsx"/>.</summary>
    internal static async Task<Outcome<T>> ReadAsync<T>(Stream table, bool typed, TableReader<T> read, CancellationToken cancellationToken)
    {
        var bytes = await LimitedBody.ReadAsync(table, MaxBytes, cancellationToken);
        if (bytes.Length > MaxBytes)
            return Fault($"The file is larger than the limit of {MaxBytes / (1024 * 1024)} MiB; split it.");
        return DeviceXlsx.IsWorkbook(bytes.Span) ? DeviceXlsx.Read(bytes, typed, read) : DeviceCsv.Read(bytes, read);
    }

    /// <summary>The rows of a table whose first line is the header. <paramref name="errors"/> may grow while the lines are read.</summary>
    internal static Outcome<DeviceFile> Read(IEnumerable<(int Line, string[] Fields)> lines, List<RowError> errors)
    {
        DeviceColumn[]? columns = null;
        var rows = new List<(int, NewDevice)>();
        foreach (var (line, fields) in lines)
        {
            if (columns is null)
            {
                (columns, var fault) = DeviceColumns.Of(fields);
                if (fault is not null)
                    return Fault(fault);
                continue;
            }

            if (fields.Length == columns.Length)
                rows.Add((line, DeviceColumns.Device(columns, fields)));
            else
                errors.Add(new RowError(line, "", $"The row has {fields.Length} fields, the header has {columns.Length}."));
            if (rows.Count + errors.Count > MaxRows)
                break;
        }

        if (columns is null)
            return Fault($"The file is empty; its first line must be the header {string.Join(',', DeviceColumns.All.Select(c => c.Field))}.");
        // Rows of bad quotes at the end of a CSV file come to light with the last read.
        return rows.Count + errors.Count > MaxRows
            ? Fault($"The file has more than the limit of {MaxRows} rows; split it.")
            : new DeviceFile(rows, errors, rows.Count + errors.Count);
    }

    internal static Fault Fault(string message) => new(FaultKind.Invalid, "file", message);
}

/// <summary>Takes the lines of a table, of which the first is the header. <paramref name="errors"/> may grow while the lines are read.</summary>
internal delegate Outcome<T> TableReader<T>(IEnumerable<(int Line, string[] Fields)> lines, List<RowError> errors);
