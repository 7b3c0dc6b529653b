using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts;
using SmartCommunity.Gateway.Outbox;

namespace SmartCommunity.Gateway.LocalRules;

/// <summary>
/// Through which sequence of the alarm lane everything was done that the local rules want, in a small file: epoch, sequence (int64 each, little endian), CRC-32 of both. After a restart
/// the reading goes on from there. Thread-safe.
/// </summary>
internal sealed class MatterMark
{
    private const int SequenceAt = sizeof(long);
    private const int CrcAt = 2 * sizeof(long);
    private const int Bytes = CrcAt + sizeof(uint);

    /// <summary>Protects everything below, and the file.</summary>
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly ILogger _logger;

    /// <summary>Positions before blocks that are not done, and how many of their matters are under way.</summary>
    private readonly SortedDictionary<long, int> _open = [];
    private (long Epoch, long Sequence) _saved;

    /// <summary>The last position that had matters behind it, −1 for none.</summary>
    private long _lastMatter = -1;

    /// <summary>Counts the beginnings: what is under way from before one ends by itself.</summary>
    private int _generation;

    /// <summary>Reads the file; without one, or when it is damaged, reading begins with the oldest block there is.</summary>
    internal MatterMark(string path, ILogger logger)
    {
        (_path, _logger) = (path, logger);
        var bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        if (bytes.Length == Bytes && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(CrcAt)) == Crc.Of(bytes.AsSpan(0, CrcAt)))
            _saved = (BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(SequenceAt)));
        Epoch = _saved.Epoch;
        ReadThrough = _saved.Sequence;
    }

    /// <summary>The epoch that the sequences belong to.</summary>
    internal long Epoch { get; private set; }

    /// <summary>The last sequence that was read.</summary>
    internal long ReadThrough { get; private set; }

    /// <summary>Everything through this sequence is done.</summary>
    internal long DoneThrough
    {
        get
        {
            lock (_gate)
                return DoneThrough_NeedsLock();
        }
    }

    /// <summary>The lane numbers anew: what is in it is read from its start.</summary>
    internal void Begin(long epoch)
    {
        lock (_gate)
        {
            _open.Clear();
            _generation++;
            (Epoch, ReadThrough, _lastMatter) = (epoch, 0, -1);
        }
    }

    /// <summary>A matter of the block after this position is under way; the result ends it.</summary>
    internal Action Open(long position)
    {
        lock (_gate)
        {
            _open[position] = _open.GetValueOrDefault(position) + 1;
            _lastMatter = position;
            var generation = _generation;
            return () => End(generation, position);
        }
    }

    /// <summary>Everything through this sequence was read.</summary>
    internal void Read(long sequence)
    {
        lock (_gate)
        {
            ReadThrough = sequence;
            Save_NeedsLock();
        }
    }

    private void End(int generation, long position)
    {
        lock (_gate)
        {
            if (generation != _generation)
                return;
            if (--_open[position] == 0)
                _open.Remove(position);
            Save_NeedsLock();
        }
    }

    private long DoneThrough_NeedsLock() => _open.Count > 0 ? _open.First().Key : ReadThrough;

    /// <summary>Only what had matters in it is worth a write: to read the rest again costs nothing and does nothing.</summary>
    private void Save_NeedsLock()
    {
        var now = (Epoch, DoneThrough_NeedsLock());
        var isTold = _saved.Epoch == Epoch && _saved.Sequence > _lastMatter;
        if (isTold || now == _saved)
            return;
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, now.Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SequenceAt), now.Item2);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(CrcAt), Crc.Of(bytes.AsSpan(0, CrcAt)));
        try
        {
            AtomicFile.Write(_path, bytes);
            _saved = now;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Written with the next matter; until then a restart would tell the webhook again what it knows.
            LocalLog.MarkNotWritten(_logger, error);
        }
    }
}
