using System.Buffers;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>The state as bytes.</summary>
/// <remarks>
/// <code>
/// number  version = 1
/// number  written at, epoch ms
/// number  first open day
/// number  events of open days, then of each: hash of id (8), at, hash of data (8)
/// number  series, then of each: device, quantity, part (open samples; registers by day)
/// number  leaves, then of each: canonical key, part
/// </code>
/// A part has its length before it, so that a leaf the pack no longer has is passed over; a leaf the bytes do not name begins empty.
/// </remarks>
public sealed partial class StreamAggregates
{
    private const int Version = 1;

    /// <summary>Writes the state; equal content gives equal bytes. What <see cref="TakeTouched"/> and <see cref="TakeClosedDayAdditions"/> would return is not part of it.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var part = new ArrayBufferWriter<byte>();
        var (writer, inPart) = (new StateWriter(output), new StateWriter(part));
        writer.Number(Version);
        writer.Number(_writtenAtMs);
        writer.Number(_openFromDay);
        writer.Number(_ledger.Count);
        foreach (var (id, entry) in _ledger.OrderBy(static e => e.Key))
        {
            writer.Hash(id);
            writer.Number(entry.AtMs);
            writer.Hash(entry.DataHash);
        }

        var series = _series.Where(static s => s.Value.Open?.Days.Count > 0 || s.Value.Register is { IsEmpty: false }).ToList();
        writer.Number(series.Count);
        foreach (var ((device, quantity), days) in series)
        {
            writer.Text(device);
            writer.Text(quantity);
            part.ResetWrittenCount();
            LeafBytes.Write(inPart, days);
            writer.Part(part.WrittenSpan);
        }

        var leaves = _plan.Leaves.ToArray().Where(static l => l is not RegisterLeaf).ToList();
        writer.Number(leaves.Count);
        foreach (var leaf in leaves)
        {
            writer.Text(leaf.Key);
            part.ResetWrittenCount();
            WriteLeaf(inPart, _leaves[leaf.Index]);
            writer.Part(part.WrittenSpan);
        }
    }

    /// <summary>The state that was written, under a plan that may have other leaves. Devices have to be subscribed again. Damaged bytes are an <see cref="InvalidDataException"/>.</summary>
    public static StreamAggregates Read(AggregatePlan plan, ReadOnlySpan<byte> bytes)
    {
        var aggregates = new StreamAggregates(plan);
        try
        {
            var reader = new StateReader(bytes);
            aggregates.Restore(ref reader);
            if (!reader.IsAtEnd)
                throw new InvalidDataException("Aggregates are damaged: there are bytes after their end.");
        }
        catch (Exception fault) when (fault is OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("Aggregates are damaged: a number is beyond its limits.", fault);
        }

        return aggregates;
    }

    private void Restore(ref StateReader reader)
    {
        if (reader.Number() is not Version and var version)
            throw new InvalidDataException($"Aggregates have version {version}; this program reads {Version}.");
        _writtenAtMs = reader.Number();
        _openFromDay = reader.Int();
        var events = reader.Count();
        _ledger.EnsureCapacity(events);
        for (; events > 0; events--)
            _ledger[reader.Hash()] = new LedgerEntry(reader.Number(), reader.Hash());
        ReadSeries(ref reader);
        for (var left = reader.Count(); left > 0; left--)
        {
            var leaf = _plan.TryFind(reader.Text());
            var part = new StateReader(reader.Part());
            if (leaf is not null)
                ReadLeaf(ref part, leaf);
        }

        foreach (var pairs in _leaves.OfType<PairDays>())
            pairs.OpenFromDay = _openFromDay;
        _today = ChinaDays.Of(_writtenAtMs);
        _lateAtMost = CountLate();
        Trim();
        Array.Fill(_touched, ulong.MaxValue);
    }

    private void ReadSeries(ref StateReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var key = (Device: reader.Name(), Quantity: reader.Name());
            var part = new StateReader(reader.Part());
            var series = new SeriesDays();
            LeafBytes.Read(ref part, series);
            if (!_plan.KeptRegisterDays.ContainsKey(key.Quantity))
                series.Register = null;
            if (!_plan.CountsSamples(key.Quantity))
                series.Open = null;
            if (series.Register is not null || series.Open is not null)
                _series[key] = series;
        }
    }

    private static void WriteLeaf(StateWriter writer, object leaf)
    {
        switch (leaf)
        {
            case SampleDays samples:
                LeafBytes.Write(writer, samples);
                break;
            case EventDays events:
                LeafBytes.Write(writer, events);
                break;
            case PairDays pairs:
                LeafBytes.Write(writer, pairs);
                break;
            case UptimeDays uptimes:
                LeafBytes.Write(writer, uptimes);
                break;
        }
    }

    private void ReadLeaf(ref StateReader reader, PlannedLeaf leaf)
    {
        switch (_leaves[leaf.Index])
        {
            case SampleDays samples:
                LeafBytes.Read(ref reader, samples);
                break;
            case EventDays events:
                LeafBytes.Read(ref reader, events);
                break;
            case PairDays pairs:
                LeafBytes.Read(ref reader, pairs);
                break;
            case UptimeDays uptimes:
                LeafBytes.Read(ref reader, uptimes, _openFromDay);
                break;
        }
    }
}
