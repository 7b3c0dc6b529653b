using System.Text;
using System.Text.Unicode;
using CsvHelper;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Registry;

/// <summary>Reads a CSV file of devices or of other rows: RFC 4180, UTF-8 with or without byte order mark, columns in any order.</summary>
internal static class DeviceCsv
{
    internal static Outcome<T> Read<T>(ReadOnlyMemory<byte> bytes, TableReader<T> read)
    {
        if (EncodingFault(bytes.Span) is { } message)
            return DeviceFile.Fault(message);
        return ReadText(bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes, read);
    }

    private static Outcome<T> ReadText<T>(ReadOnlyMemory<byte> bytes, TableReader<T> read)
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
        return read(Lines(reader), errors);
    }

    private static IEnumerable<(int Line, string[] Fields)> Lines(CsvReader reader)
    {
        while (reader.Read())
            yield return ((int)reader.LineNumber, Fields(reader));
    }

    internal static string[] Fields(CsvReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];

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
}
