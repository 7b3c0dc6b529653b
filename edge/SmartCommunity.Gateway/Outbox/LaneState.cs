using System.Buffers.Binary;
using SmartCommunity.Contracts;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>What a lane's file says about itself beside its blocks.</summary>
/// <param name="Epoch">Identity of the numbering, Unix milliseconds at its start, larger than any before it.</param>
/// <param name="Offset">A sequence of this epoch is the ordinal less this.</param>
/// <param name="Next">Ordinal of the next item, when no block says a higher one.</param>
/// <param name="FoldedThrough">The duplicate windows in the file hold every item up to this ordinal.</param>
/// <param name="Boundary">
/// Last ordinal on disk when the file was opened for the first time since the cloud's last Welcome; −1 after a Welcome. When the cloud
/// has committed more than this, the file has lost items (restored from a backup, salvaged): see <see cref="LaneLog.Confirm"/>.
/// </param>
/// <param name="TrimmedThrough">Everything up to this ordinal is committed by the cloud and deleted.</param>
internal sealed record LaneState(long Epoch, long Offset, long Next, long FoldedThrough, long Boundary, long TrimmedThrough)
{
    internal const long Confirmed = -1;

    private const int Numbers = 6;
    private const int CrcAt = Numbers * sizeof(long);
    private const int Length = CrcAt + sizeof(uint);

    internal byte[] Write()
    {
        var bytes = new byte[Length];
        ReadOnlySpan<long> numbers = [Epoch, Offset, Next, FoldedThrough, Boundary, TrimmedThrough];
        for (var i = 0; i < Numbers; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), numbers[i]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(CrcAt), Crc.Of(bytes.AsSpan(0, CrcAt)));
        return bytes;
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null when it is damaged.</summary>
    internal static LaneState? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length || BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcAt..]) != Crc.Of(bytes[..CrcAt]))
            return null;
        Span<long> numbers = stackalloc long[Numbers];
        for (var i = 0; i < Numbers; i++)
            numbers[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]);
        return new LaneState(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }
}
