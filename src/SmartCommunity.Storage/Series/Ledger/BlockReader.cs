using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// Reads blocks of one file, checked. They mostly lie one after the other and are small, so one read of the file serves many of them. The file stays readable while it is open, deleted or not. Not
/// thread-safe.
/// </summary>
internal sealed class BlockReader(string path) : IDisposable
{
    /// <summary>Read at once: some hundred messages of a device, and below the size from which arrays are cleared only now and then.</summary>
    private const int WindowBytes = 64 << 10;

    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    private byte[] _window = [];
    private long _from;
    private int _bytes;

    /// <summary>A block.</summary>
    /// <exception cref="DamagedBlockException">The file does not hold it.</exception>
    public byte[] Read(BlockPlace place, long blockId)
    {
        var bytes = BlockFiles.HeaderBytes + place.Bytes;
        if (place.Offset < _from || place.Offset + bytes > _from + _bytes)
            Fill(place.Offset, Math.Max(bytes, WindowBytes));
        var found = _window.AsSpan(0, _bytes)[(int)(place.Offset - _from)..];
        if (found.Length < bytes || !Fits(found[..bytes], blockId))
            throw new DamagedBlockException(path, place.Offset, bytes, blockId);
        return found[BlockFiles.HeaderBytes..bytes].ToArray();
    }

    public void Dispose() => _file.Dispose();

    private void Fill(long offset, int bytes)
    {
        if (_window.Length < bytes)
            _window = new byte[bytes];
        (_from, _bytes) = (offset, RandomAccess.Read(_file, _window, offset));
    }

    private static bool Fits(ReadOnlySpan<byte> headed, long blockId)
    {
        var block = headed[BlockFiles.HeaderBytes..];
        return BinaryPrimitives.ReadInt32LittleEndian(headed) == block.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(headed[4..]) == BlockFiles.CrcOf(blockId, block)
            && BinaryPrimitives.ReadInt64LittleEndian(headed[8..]) == blockId;
    }
}
