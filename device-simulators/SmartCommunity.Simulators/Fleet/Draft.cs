using SmartCommunity.Simulators.Behaviours;

namespace SmartCommunity.Simulators.Fleet;

/// <summary>
/// What a device is about to say, before it is written: faults change it here. Reused from one message to the next by whoever owns the
/// <see cref="StreamScratch"/>; not thread-safe.
/// </summary>
internal sealed class Draft
{
    /// <summary>When the device means to send it.</summary>
    internal long DueMs { get; set; }

    /// <summary>The instant the payload claims; differs from <see cref="DueMs"/> only when the device's clock is wrong.</summary>
    internal long AtMs { get; set; }

    internal long Boot { get; set; }

    internal long Seq { get; set; }

    internal ValueSet Values { get; } = new();

    /// <summary>Set: an event, and the values are not sent.</summary>
    internal Incident? Incident { get; set; }

    /// <summary>How much later than due it leaves, ms.</summary>
    internal long DelayMs { get; set; }

    /// <summary>How often it is sent; 1 is right, 0 is lost.</summary>
    internal int Copies { get; set; }

    /// <summary>What is sent instead of the written payload; null: the written one.</summary>
    internal byte[]? Raw { get; set; }

    internal void Begin(long dueMs, long boot)
    {
        (DueMs, AtMs, Boot, Seq) = (dueMs, dueMs, boot, 0);
        (Incident, DelayMs, Copies, Raw) = (null, 0, 1, null);
        Values.Clear();
    }
}

/// <summary>Memory that all streams of one caller share, so that a stream itself is small. Not thread-safe.</summary>
internal sealed class StreamScratch
{
    internal Draft Report { get; } = new();

    internal PayloadWriter Payloads { get; } = new();
}
