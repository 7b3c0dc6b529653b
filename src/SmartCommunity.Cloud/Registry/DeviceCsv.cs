using System.Text;
using System.Text.Unicode;
using CsvHelper;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Registry;

/// <summary>A CSV file of devices as read: rows that have the right shape, and the errors of those that have not.</summary>
/// <param name="Rows">Rows with their line number.</param>
/// <param name="Errors">Rows of the wrong shape.</param>
/// <param name="RowCount">Data rows in the file, good or not.</param>
internal sealed record DeviceFile(IReadOnlyList<(int Line, NewDevice Device)> Rows, IReadOnlyList<RowError> Errors, int RowCount);

/// <summary>Reads a CSV file of devices: RFC 4180, UTF-8 with or without byte order mark, columns in any order.</summary>
internal static class DeviceCsv
{
    /// <summary>Largest file, bytes: 20,000 rows of 500 characters.</summary>
    internal const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Most data rows of one file: a whole district's worth of one class; more is better split.</summary>
    internal const int MaxRows = 20_000;

    private static readonly string[] Required = ["id", "community", "class"];

    private static readonly string[] Columns = [.. Required, "name", "gateway", "certificateSha256", "dialect", "profile", "via", "alias"];

    internal static async Task<Outcome<DeviceFile>> ReadAsync(Stream csv, CancellationToken cancellationToken)
    {
        var bytes = await LimitedBody.ReadAsync(csv, MaxBytes, cancellationToken);
        if (bytes.Length > MaxBytes)
            return Fault($"The file is larger than the limit of {MaxBytes / (1024 * 1024)} MiB; split it.");
        if (EncodingFault(bytes.Span) is { } message)
            return Fault(message);
        return Read(bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
    }

    private static Outcome<DeviceFile> Read(ReadOnlyMemory<byte> bytes)
    {
        var errors = new List<RowError>();
        using var reader = CsvReader.Create(bytes, new CsvReaderOptions
        {
            HasHeader = false,
            Separator = ',',
            TrimWhitespace = true,
            TrackLineNumbers = true,
            // No column needs a line break; so a quote that is never closed spoils its own row only.
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = record => errors.Add(new RowError(
                (int)record.LineNumber, "", "The quotes of this row do not pair up; a quote inside a quoted field is written twice.")),
        });
        if (!reader.Read())
            return Fault($"The file is empty; its first line must be the header {string.Join(',', Columns)}.");
        var header = Fields(reader);
        if (HeaderFault(header) is { } headerFault)
            return Fault(headerFault);
        var rows = new List<(int, NewDevice)>();
        while (reader.Read())
        {
            var fields = Fields(reader);
            if (fields.Length == header.Length)
                rows.Add(((int)reader.LineNumber, Device(header, fields)));
            else
                errors.Add(new RowError((int)reader.LineNumber, "", $"The row has {fields.Length} fields, the header has {header.Length}."));
            if (rows.Count + errors.Count > MaxRows)
                return TooManyRows();
        }

        // Rows of bad quotes at the end of the file come to light with the last read.
        if (rows.Count + errors.Count > MaxRows)
            return TooManyRows();
        return new DeviceFile(rows, errors, rows.Count + errors.Count);
    }

    internal static string[] Fields(CsvReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];

    private static NewDevice Device(string[] header, string[] fields)
    {
        return new NewDevice
        {
            Id = Field("id"),
            Community = Field("community"),
            Class = Field("class"),
            Name = Field("name"),
            Gateway = Field("gateway"),
            CertificateSha256 = Field("certificateSha256"),
            Dialect = Field("dialect"),
            Profile = Field("profile"),
            Via = Field("via"),
            Alias = Field("alias"),
        };

        string Field(string column) => Array.IndexOf(header, column) is >= 0 and var index ? fields[index] : "";
    }

    private static string? HeaderFault(string[] header)
    {
        var wanted = $"the header is {string.Join(',', Columns)}, of which {string.Join(", ", Required)} are required";
        if (header.FirstOrDefault(column => !Columns.Contains(column, StringComparer.Ordinal)) is { } unknown)
            return $"Column '{unknown}' of the header is unknown; {wanted}.";
        if (Required.FirstOrDefault(column => !header.Contains(column, StringComparer.Ordinal)) is { } missing)
            return $"Column '{missing}' is missing in the header; {wanted}.";
        return header.Length != header.Distinct(StringComparer.Ordinal).Count() ? $"A column stands twice in the header; {wanted}." : null;
    }

    internal static string? EncodingFault(ReadOnlySpan<byte> bytes)
    {
        const string advice = "save it as 'CSV UTF-8' (a spreadsheet set to Chinese writes GBK by default)";
        if (bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return $"The file is UTF-16, not UTF-8; {advice}.";
        if (Utf8.IsValid(bytes))
            return bytes.Contains((byte)0) ? "The file holds zero bytes; it is not a CSV file." : null;
        var line = 1 + bytes[..FirstInvalid(bytes)].Count((byte)'\n');
        return $"The file is not UTF-8: line {line} cannot be read; {advice}.";
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(bytes[offset..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
            offset += consumed;
        return offset;
    }

    private static Fault TooManyRows() => Fault($"The file has more than the limit of {MaxRows} rows; split it.");

    private static Fault Fault(string message) => new(FaultKind.Invalid, "file", message);
}
