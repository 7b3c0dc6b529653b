using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace SmartCommunity.Storage.Series;

/// <summary>Where a block lies.</summary>
/// <param name="File">Number of the file.</param>
/// <param name="Offset">Of the block's header in the file.</param>
/// <param name="Bytes">Of the block without its header.</param>
internal readonly record struct BlockPlace(long File, long Offset, int Bytes);

/// <summary>
/// The bytes of log blocks, in files that are only ever appended to and deleted whole. The database keeps the places, in the transaction that the
/// block belongs to: bytes no place points to are what a crash or a failed commit left, and mean nothing. In the database itself blocks would be written
/// twice, and again with every checkpoint until 122,880 of them fill a row group, which no memory holds.
/// Appending and deleting belong to the writer; reading is thread-safe.
/// <code>
/// offset  bytes
///      0      4  length n of the block, little-endian
///      4      4  CRC-32C of the id and the block, little-endian
///      8      8  block id, little-endian
///     16      n  block
/// </code>
/// </summary>
internal sealed class BlockFiles : IDisposable
{
    internal const int HeaderBytes = 16;

    /// <summary>Bytes at which the next file begins: an hour of the district, the unit in which old blocks are deleted.</summary>
    private const long FileBytes = 256L << 20;

    private const string Suffix = ".blocks";

    private readonly string _folder;
    private readonly SemaphoreSlim _deletion = new(1, 1); // held by whoever deletes files, or copies them
    private FileStream? _file;
    private long _number;

    private BlockFiles(string folder, long number) => (_folder, _number) = (folder, number);

    /// <summary>Opens the folder. A new file is begun with the first block: what a crash left at the end of the last one is never looked at.</summary>
    /// <exception cref="SeriesStoreUnavailableException">A file that places point to is missing or too short.</exception>
    public static BlockFiles Open(string folder, IReadOnlyDictionary<long, long> bytesOfFiles)
    {
        Directory.CreateDirectory(folder);
        var files = new BlockFiles(folder, NumbersIn(folder).Concat(bytesOfFiles.Keys).DefaultIfEmpty(0).Max());
        foreach (var (number, bytes) in bytesOfFiles)
        {
            if (new FileInfo(files.PathOf(number)) is not { Exists: true } file || file.Length < bytes)
                throw new SeriesStoreUnavailableException($"The log file '{files.PathOf(number)}' is missing or shorter than {bytes} bytes. Restore a back-up.");
        }

        return files;
    }

    public string PathOf(long number) => Path.Combine(_folder, NameOf(number));

    public static string NameOf(long number) => number.ToString("D10", CultureInfo.InvariantCulture) + Suffix;

    /// <summary>Appends blocks; when it returns they are on disk.</summary>
    public IReadOnlyList<BlockPlace> Append(IReadOnlyList<LogBlock> blocks)
    {
        try
        {
            var file = FileToAppendTo();
            var places = new List<BlockPlace>(blocks.Count);
            foreach (var block in blocks)
            {
                places.Add(new BlockPlace(_number, file.Position, block.Bytes.Length));
                WriteHeader(file, block);
                file.Write(block.Bytes.Span);
            }

            file.Flush(flushToDisk: true);
            return places;
        }
        catch
        {
            // What was written of it stays behind unnamed; the next attempt begins a file of its own.
            Close();
            throw;
        }
    }

    /// <summary>Opens a file to read blocks from it. Thread-safe.</summary>
    public BlockReader Reader(long number) => new(PathOf(number));

    /// <summary>Number of the file appended to; every commit into a smaller one has ended.</summary>
    public long Current => Volatile.Read(ref _number);

    /// <summary>
    /// Deletes the files before <paramref name="current"/> that no place points to any more; <paramref name="current"/> is <see cref="Current"/> from before
    /// <paramref name="kept"/> was read, so that a file whose first commit came in between is not taken for an unused one.
    /// </summary>
    public async Task DeleteExceptAsync(IReadOnlySet<long> kept, long current, CancellationToken cancellationToken)
    {
        await _deletion.WaitAsync(cancellationToken);
        try
        {
            foreach (var number in NumbersIn(_folder).Where(n => n < current && !kept.Contains(n)))
                File.Delete(PathOf(number));
        }
        finally
        {
            _deletion.Release();
        }
    }

    /// <summary>Runs <paramref name="copy"/> while no file is deleted.</summary>
    public async Task<T> HoldAsync<T>(Func<Task<T>> copy, CancellationToken cancellationToken)
    {
        await _deletion.WaitAsync(cancellationToken);
        try
        {
            return await copy();
        }
        finally
        {
            _deletion.Release();
        }
    }

    public void Dispose()
    {
        Close();
        _deletion.Dispose();
    }

    private FileStream FileToAppendTo()
    {
        if (_file is { } open && open.Position < FileBytes)
            return open;
        Close();
        return _file = new FileStream(PathOf(++_number), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    private void Close()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // Bytes of a failed append that the disk still does not take: nothing names them.
        }

        _file = null;
    }

    private static void WriteHeader(FileStream file, LogBlock block)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header, block.Bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], CrcOf(block.BlockId, block.Bytes.Span));
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], block.BlockId);
        file.Write(header);
    }

    internal static uint CrcOf(long blockId, ReadOnlySpan<byte> block)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, (ulong)blockId);
        while (block.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(block));
            block = block[sizeof(ulong)..];
        }

        foreach (var last in block)
            crc = BitOperations.Crc32C(crc, last);
        return ~crc;
    }

    private static IEnumerable<long> NumbersIn(string folder) =>
        Directory.EnumerateFiles(folder, "*" + Suffix).Select(static p => long.Parse(Path.GetFileNameWithoutExtension(p), CultureInfo.InvariantCulture));
}
