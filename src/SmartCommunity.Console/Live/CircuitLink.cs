using Microsoft.AspNetCore.Components.Server.Circuits;

namespace SmartCommunity.Console.Live;

/// <summary>
/// Whether the browser of a circuit is there. The framework keeps the circuit of a browser that is gone for minutes, in case it comes back; until it does, nobody sees what its pages would read. One a circuit; thread-safe.
/// While a page is rendered for the first time, outside of a circuit, it counts as there.
/// </summary>
public sealed class CircuitLink : CircuitHandler
{
    // Completed when the browser is back; null: it is there.
    private TaskCompletionSource? _back;

    /// <summary>Completed while the browser is there; otherwise once it is back.</summary>
    internal Task WhenUp => Volatile.Read(ref _back)?.Task ?? Task.CompletedTask;

    /// <inheritdoc/>
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.CompareExchange(ref _back, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _back, null)?.SetResult();
        return Task.CompletedTask;
    }
}
