using System.Text;
using Google.Protobuf.Collections;
using MessagePack;
using SmartCommunity.Contracts;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Twins;

/// <summary>One log entry on its way to the community's grain. Immutable; within a silo the decoded columns are shared, between silos the bytes travel.</summary>
[GenerateSerializer, Immutable]
public sealed class CommunityEntry
{
    [NonSerialized]
    private BatchColumns? _columns;

    [NonSerialized]
    private Quantity?[]? _quantities;

    [NonSerialized]
    private readonly DeviceTwin[]? _twins;

    /// <summary>For the serializer, and for entries read back from the log.</summary>
    public CommunityEntry()
    {
    }

    /// <param name="columns">The batch, decoded.</param>
    /// <param name="quantities">See <see cref="Quantities"/>; null: looked up.</param>
    /// <param name="twins">The twins of the batch's devices, where whoever wrote it has them; null: looked up by its dictionary, and none of devices that its gateway may not speak for.</param>
    internal CommunityEntry(BatchColumns? columns, Quantity[]? quantities = null, DeviceTwin[]? twins = null) => (_columns, _quantities, _twins) = (columns, quantities, twins);

    internal DeviceTwin[]? Twins => _twins;

    /// <summary>Position in the community's log.</summary>
    [Id(0)]
    public required long Position { get; init; }

    /// <summary>What it is.</summary>
    [Id(1)]
    public required LogEntryKind Kind { get; init; }

    /// <summary>When it was written, epoch milliseconds.</summary>
    [Id(2)]
    public required long AtMs { get; init; }

    /// <summary>Batch: id of the gateway that sent it (empty: the cloud itself, a re-run). Registry: the enrolments. Tick: ids of the gateways the cloud cannot reach; empty: unknown.</summary>
    [Id(3)]
    public required byte[] Body { get; init; }

    /// <summary>Batch: the serialised uplink batch.</summary>
    [Id(4)]
    public required byte[] Block { get; init; }

    internal string Gateway => Encoding.UTF8.GetString(Body);

    internal BatchColumns Columns => _columns ??= BatchColumns.Read(Block, out var fault)
        ?? throw new InvalidDataException($"The log block of position {Position} cannot be read: {fault}.");

    /// <summary>The batch's dictionary of quantities; null: one that the catalogue does not have.</summary>
    internal Quantity?[] Quantities => _quantities ??= QuantitiesOf(Columns.Batch.Quantities);

    /// <summary>Decodes a batch, if it is one, before it is folded.</summary>
    internal void Decode()
    {
        if (Kind == LogEntryKind.Batch)
            _ = Quantities;
    }

    private static Quantity?[] QuantitiesOf(RepeatedField<string> names)
    {
        var quantities = new Quantity?[names.Count];
        for (var i = 0; i < quantities.Length; i++)
            quantities[i] = QuantityCatalogue.Default.Find(names[i]);
        return quantities;
    }

    internal static CommunityEntry FromLog(LogEntry entry, ReadOnlyMemory<byte> block) => new()
    {
        Position = entry.Position,
        Kind = entry.Kind,
        AtMs = entry.AtMs,
        Body = entry.Body.ToArray(),
        Block = block.ToArray(),
    };
}

/// <summary>
/// An enrolment as it stands in the log. Keys are positions in an array; only ever append: entries of older versions are shorter.
/// <c>Relations</c> null says nothing of relationships (they stay as they are), an empty list that there are none.
/// </summary>
[MessagePackObject]
public sealed record LoggedEnrolment(
    [property: Key(0)] string Device,
    [property: Key(1)] string Class,
    [property: Key(2)] string Gateway,
    [property: Key(3)] bool Retired,
    [property: Key(4)] long Version,
    [property: Key(5)] DeviceRelation[]? Relations = null);
