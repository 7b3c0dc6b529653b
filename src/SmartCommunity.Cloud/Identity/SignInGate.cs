namespace SmartCommunity.Cloud.Identity;

/// <summary>
/// Lets passwords be checked one at a time. Guesses sent side by side would all be checked before the first is counted, and each check is work on purpose (PBKDF2): a flood of them would take all cores. Thread-safe.
/// </summary>
public sealed class SignInGate : IDisposable
{
    /// <summary>Sign-ins that may wait: at a tenth of a second each, nobody waits longer than two.</summary>
    public const int MaxWaiting = 20;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _waiting;

    /// <summary>A turn, to be disposed; null: too many wait.</summary>
    internal async Task<IDisposable?> TryEnterAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MaxWaiting)
                return null;
            await _turn.WaitAsync(cancellationToken);
            return new Turn(_turn);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
