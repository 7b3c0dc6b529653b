using System.Globalization;
using System.Text;

namespace SmartCommunity.Simulators;

/// <summary>Identity of a message on its way: what the oracle compares.</summary>
public readonly record struct MessageKey(string Device, long Boot, long Seq);

/// <summary>
/// What a load run sent and what was acknowledged, one line each: <c>S,device,boot,seq</c> before the message may reach the socket,
/// <c>A,device,boot,seq</c> after its PUBACK. The oracle: acked ⊆ stored ⊆ sent. Thread-safe; complete once disposed.
/// </summary>
public sealed class LoadJournal : IDisposable
{
    private const char SentMark = 'S';
    private const char AcknowledgedMark = 'A';
    private const int BufferBytes = 1 << 16;
    private const int Columns = 4;

    /// <summary>Protects <see cref="_writer"/>.</summary>
    private readonly Lock _gate = new();
    private readonly StreamWriter _writer;

    internal LoadJournal(string path) => _writer = new StreamWriter(path, append: false, new UTF8Encoding(false), BufferBytes);

    /// <summary>Reads a journal back.</summary>
    public static (IReadOnlySet<MessageKey> Sent, IReadOnlySet<MessageKey> Acknowledged) Read(string path)
    {
        var (sent, acknowledged) = (new HashSet<MessageKey>(), new HashSet<MessageKey>());
        foreach (var line in File.ReadLines(path))
        {
            var columns = line.Split(',');
            if (columns.Length != Columns)
                throw new InvalidDataException($"{path}: '{line}' has {columns.Length} columns, expected {Columns}.");
            var key = new MessageKey(columns[1], Number(columns[2]), Number(columns[3]));
            (columns[0][0] == SentMark ? sent : acknowledged).Add(key);
        }

        return (sent, acknowledged);
    }

    internal void Sent(string device, long boot, long firstSeq, int count)
    {
        lock (_gate)
        {
            for (var i = 0; i < count; i++)
                Line(SentMark, device, boot, firstSeq + i);
        }
    }

    internal void Acknowledged(string device, long boot, ReadOnlySpan<long> seqs)
    {
        lock (_gate)
        {
            foreach (var seq in seqs)
                Line(AcknowledgedMark, device, boot, seq);
        }
    }

    /// <summary>Flushes and closes the file.</summary>
    public void Dispose() => _writer.Dispose();

    private void Line(char mark, string device, long boot, long seq)
    {
        Span<char> text = stackalloc char[MaxLineChars];
        text.TryWrite(CultureInfo.InvariantCulture, $"{mark},{device},{boot},{seq}\n", out var length);
        _writer.Write(text[..length]);
    }

    /// <summary>A device id of 64, two numbers of 20, marks.</summary>
    private const int MaxLineChars = 128;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
