using MessagePack;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>A part of a community's log as a file: hands of entries, each a MessagePack array compressed by LZ4, one after the other. Pure.</summary>
internal static class LineageLog
{
    private const int Hand = 256; // What LZ4 sees at once: larger compresses little better.

    private static readonly MessagePackSerializerOptions _packed = MessagePackSerializerOptions.Standard.WithCompression(MessagePackCompression.Lz4BlockArray).WithSecurity(MessagePackSecurity.UntrustedData);

    internal static byte[] Write(IEnumerable<CommunityEntry> entries)
    {
        using var stream = new MemoryStream();
        foreach (var hand in entries.Chunk(Hand))
            MessagePackSerializer.Serialize(stream, hand.Select(static e => new LineageEntry(e.Position, (int)e.Kind, e.AtMs, e.Body, e.Block)).ToArray(), _packed);
        return stream.ToArray();
    }

    /// <summary>Throws <c>MessagePackSerializationException</c> for bytes that were not written here.</summary>
    internal static IEnumerable<CommunityEntry> Read(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var hand = MessagePackSerializer.Deserialize<LineageEntry[]>(bytes, _packed, out var read);
            foreach (var entry in hand)
                yield return new CommunityEntry { Position = entry.Position, Kind = (LogEntryKind)entry.Kind, AtMs = entry.AtMs, Body = entry.Body, Block = entry.Block };
            bytes = bytes[read..];
        }
    }
}

/// <summary>File layout: an entry of a log. Keys are positions in an array; only ever append.</summary>
[MessagePackObject]
public sealed record LineageEntry([property: Key(0)] long Position, [property: Key(1)] int Kind, [property: Key(2)] long AtMs, [property: Key(3)] byte[] Body, [property: Key(4)] byte[] Block);
