namespace SmartCommunity.Gateway.Outbox;

/// <summary>How the group commit of a block ended.</summary>
internal enum CommitOutcome
{
    /// <summary>On disk and fsynced: the PUBACK may leave.</summary>
    Stored,

    /// <summary>No space, or the quota is reached: refuse the message (v5 0x97, v3.1.1 close without PUBACK).</summary>
    Full,

    /// <summary>The disk failed in another way: refuse likewise.</summary>
    Failed,
}

/// <summary>
/// The commit that an appended item rides in; shared by all items of one block. The outbox's writer thread completes it once,
/// after the fsync. Thread-safe.
/// </summary>
internal sealed class BlockCommit
{
    private readonly TaskCompletionSource<CommitOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes after the fsync, or when the block was refused. Never faults.</summary>
    internal Task<CommitOutcome> Completed => _done.Task;

    /// <summary>A commit that already ended, for items that need none (a duplicate is stored already) or are refused at once.</summary>
    internal static BlockCommit Ended(CommitOutcome outcome)
    {
        var commit = new BlockCommit();
        commit.End(outcome);
        return commit;
    }

    internal void End(CommitOutcome outcome) => _done.TrySetResult(outcome);
}
