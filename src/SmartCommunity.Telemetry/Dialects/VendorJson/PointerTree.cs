using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Dialects.VendorJson;

/// <summary>A scalar, or the extent of an object or array, where a pointer pointed to; <see cref="JsonTokenType.None"/>: nothing was there.</summary>
internal readonly record struct Captured(JsonTokenType Type, int Start, int Length, bool IsEscaped);

/// <summary>
/// Many RFC 6901 pointers as one tree, so that a document is walked once and what no pointer wants is skipped. Built once, then immutable and thread-safe.
/// </summary>
internal sealed class PointerTree
{
    private readonly List<(byte[] Name, PointerTree Child)> _members = [];
    private readonly List<(int Index, PointerTree Child)> _items = [];
    private int _slot = -1;

    /// <summary>Adds a pointer; what it points to is captured in <paramref name="slot"/>. The slot that the same pointer had before goes on being its slot, and is returned.</summary>
    internal int Add(IEnumerable<string> steps, int slot)
    {
        var node = this;
        foreach (var step in steps)
            node = node.Step(step);
        if (node._slot < 0)
            node._slot = slot;
        return node._slot;
    }

    /// <summary>Walks the value the reader stands on; positions are counted from <paramref name="origin"/> on.</summary>
    internal void Walk(ref Utf8JsonReader reader, Span<Captured> slots, int origin)
    {
        if (_members.Count == 0 && _items.Count == 0)
        {
            Capture(ref reader, slots, origin);
            return;
        }

        var (type, start) = (reader.TokenType, (int)reader.TokenStartIndex);
        switch (type)
        {
            case JsonTokenType.StartObject:
                WalkObject(ref reader, slots, origin);
                break;
            case JsonTokenType.StartArray:
                WalkArray(ref reader, slots, origin);
                break;
            default:
                Capture(ref reader, slots, origin);
                return;
        }

        if (_slot >= 0)
            slots[_slot] = new Captured(type, origin + start, (int)reader.BytesConsumed - start, IsEscaped: false);
    }

    private void WalkObject(ref Utf8JsonReader reader, Span<Captured> slots, int origin)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = Find(in reader);
            reader.Read();
            if (child is null)
                reader.Skip();
            else
                child.Walk(ref reader, slots, origin);
        }
    }

    private void WalkArray(ref Utf8JsonReader reader, Span<Captured> slots, int origin)
    {
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            PointerTree? child = null;
            foreach (var (position, candidate) in _items)
            {
                if (position == index)
                    child = candidate;
            }

            if (child is null)
                reader.Skip();
            else
                child.Walk(ref reader, slots, origin);
        }
    }

    private PointerTree? Find(in Utf8JsonReader reader)
    {
        foreach (var (name, child) in _members)
        {
            if (reader.ValueTextEquals(name))
                return child;
        }

        return null;
    }

    private void Capture(ref Utf8JsonReader reader, Span<Captured> slots, int origin)
    {
        var (type, start, isEscaped) = (reader.TokenType, (int)reader.TokenStartIndex, reader.ValueIsEscaped);
        reader.Skip();
        if (_slot >= 0)
            slots[_slot] = new Captured(type, origin + start, (int)reader.BytesConsumed - start, isEscaped);
    }

    private PointerTree Step(string step)
    {
        var name = Encoding.UTF8.GetBytes(step);
        foreach (var (known, child) in _members)
        {
            if (known.AsSpan().SequenceEqual(name))
                return child;
        }

        var added = new PointerTree();
        _members.Add((name, added));
        // RFC 6901: digits without a leading zero name an array's item, or a member that is called so.
        if (int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && (step.Length == 1 || step[0] != '0'))
            _items.Add((index, added));
        return added;
    }
}
