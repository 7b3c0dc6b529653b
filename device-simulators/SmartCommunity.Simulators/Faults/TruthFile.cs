using System.Text.Json;

namespace SmartCommunity.Simulators;

/// <summary>
/// The labels on disk: one JSON object a line, appended and flushed to the disk before the fault begins. A line a crash cut short is closed when the file is
/// opened again, so that no other line is lost. Others may read it at any time; one process writes. Thread-safe.
/// </summary>
public sealed class TruthFile : IDisposable
{
    /// <summary>Its name in the simulators' folder.</summary>
    public const string Name = "truth.jsonl";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    /// <summary>Protects the file.</summary>
    private readonly Lock _gate = new();
    private readonly FileStream _file;

    private TruthFile(FileStream file) => _file = file;

    /// <summary>Opens the file to append, making it and its folder where needed.</summary>
    public static TruthFile Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n')
                file.WriteByte((byte)'\n');
        }

        return new TruthFile(file);
    }

    /// <summary>Appends labels, a line each; on return they are on the disk.</summary>
    public void Append(params IReadOnlyList<FaultLabel> labels)
    {
        if (labels.Count == 0)
            return;
        using var lines = new MemoryStream();
        foreach (var label in labels)
        {
            lines.Write(Line(label));
            lines.WriteByte((byte)'\n');
        }

        lock (_gate)
        {
            _file.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length));
            _file.Flush(flushToDisk: true);
        }
    }

    /// <summary>A label as one line of JSON, without its end.</summary>
    public static byte[] Line(FaultLabel label) => JsonSerializer.SerializeToUtf8Bytes(label, Format);

    /// <summary>Reads the labels of a file; a line that is cut short is left out.</summary>
    public static IReadOnlyList<FaultLabel> Read(string path)
    {
        var labels = new List<FaultLabel>();
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (file.ReadLine() is { } line)
        {
            try
            {
                if (line.Length > 0 && JsonSerializer.Deserialize<FaultLabel>(line, Format) is { } label)
                    labels.Add(label);
            }
            catch (JsonException)
            {
                // The end of a run that was killed while it wrote.
            }
        }

        return labels;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
