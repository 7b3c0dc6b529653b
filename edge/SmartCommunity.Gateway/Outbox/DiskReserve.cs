using Microsoft.Extensions.Logging;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>
/// Space held back for alarms: a preallocated file that is deleted when the disk is full, so that an SOS still commits, and made again when
/// there is space. While it is released, routine messages are refused, or they would eat it. Thread-safe.
/// </summary>
internal sealed class DiskReserve
{
    private const int ChunkBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly long _bytes;
    private readonly ILogger _logger;
    private volatile bool _isInPlace;

    internal DiskReserve(string path, long bytes, ILogger logger)
    {
        (_path, _bytes, _logger) = (path, bytes, logger);
        TryRestore();
    }

    internal bool IsInPlace => _isInPlace;

    /// <summary>Frees the space; false when it is free already.</summary>
    internal bool Release()
    {
        lock (_gate)
        {
            if (!_isInPlace || _bytes == 0)
                return false;
            File.Delete(_path);
            _isInPlace = false;
            OutboxLog.ReserveReleased(_logger, _bytes);
            return true;
        }
    }

    /// <summary>Makes the file again when the disk has twice its space, so that it is not made and released in turn.</summary>
    internal bool TryRestore()
    {
        lock (_gate)
        {
            if (_isInPlace)
                return true;
            try
            {
                if (!File.Exists(_path) || new FileInfo(_path).Length != _bytes)
                {
                    File.Delete(_path);
                    if (_bytes > 0 && new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(_path))!).AvailableFreeSpace < 2 * _bytes)
                        return false;
                    Allocate();
                    OutboxLog.ReserveInPlace(_logger, _bytes);
                }
                return _isInPlace = true;
            }
            catch (IOException)
            {
                // Still no space for it: the next probe tries again.
                File.Delete(_path);
                return false;
            }
        }
    }

    private void Allocate()
    {
        // Zeros are really written: a sparse file would hold nothing back.
        var chunk = new byte[ChunkBytes];
        using var stream = new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.None);
        for (var left = _bytes; left > 0; left -= chunk.Length)
            stream.Write(chunk, 0, (int)Math.Min(left, chunk.Length));
        stream.Flush(flushToDisk: true);
    }
}
