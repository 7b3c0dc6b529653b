namespace SmartCommunity.Cloud.Twins;

/// <summary>
/// When a state is kept beside the log, so that the past can be re-derived from near by. Keeping one costs a snapshot's bytes, packed; not keeping one costs every question about
/// the past the entries up to it.
/// </summary>
/// <param name="Position">Position of the latest checkpoint; 0 = none.</param>
/// <param name="WrittenAtMs">Its time.</param>
internal readonly record struct CheckpointPace(long Position, long WrittenAtMs)
{
    /// <summary>Most entries between two checkpoints: reading and folding them takes a few seconds.</summary>
    internal const long MaxEntries = 20_000;

    /// <summary>Longest time between two checkpoints of a community in which something happens, an hour: 24 a day for 35 days of log.</summary>
    internal const long MaxMs = 3_600_000;

    internal static CheckpointPace From((long Position, long WrittenAtMs, ReadOnlyMemory<byte> State)? latest) =>
        latest is { } known ? new CheckpointPace(known.Position, known.WrittenAtMs) : default;

    internal bool IsDue(CommunityState state) =>
        state.Position > Position && (state.Position - Position >= MaxEntries || state.WrittenAtMs - WrittenAtMs >= MaxMs);
}
