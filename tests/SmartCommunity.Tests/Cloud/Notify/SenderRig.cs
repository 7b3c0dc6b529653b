using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Tests.Storage;

namespace SmartCommunity.Tests.Cloud.Notify;

/// <summary>A sender over an outbox in a temporary folder, with channels to real servers. It can be stopped or cut, and begun again over the same file.</summary>
internal sealed class SenderRig : IAsyncDisposable
{
    private const int Seed = 20261123;

    private readonly TempFolder _folder = new();
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<ChannelSettings> _channels;
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<NotificationState>> _ends = new();
    private NotifyChannels? _open;
    private NotificationSender? _sender;

    internal SenderRig(TimeProvider time, params IReadOnlyList<ChannelSettings> channels)
    {
        (_time, _channels) = (time, channels);
        Outbox = OpenOutbox();
    }

    internal NotificationOutbox Outbox { get; private set; }

    internal LogKeeper Log { get; } = new();

    internal async Task StartAsync()
    {
        _open = new NotifyChannels(_channels, Seed, _time);
        _sender = new NotificationSender(Outbox, _open, new NotifyMetrics(_meters.GetRequiredService<IMeterFactory>(), Outbox, _time), _time, Log);
        await _sender.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Stops as the host does, and closes the file.</summary>
    internal Task StopAsync() => EndAsync(sender => sender.StopAsync(CancellationToken.None));

    /// <summary>Ends as a kill does: no answer that is under way is kept.</summary>
    internal Task CutAsync() => EndAsync(static sender => sender.CutAsync());

    /// <summary>Closes the file of a sender that was not started.</summary>
    internal Task CloseAsync()
    {
        Outbox.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Opens the file again and starts.</summary>
    internal Task RestartAsync()
    {
        Outbox = OpenOutbox();
        return StartAsync();
    }

    /// <summary>The state in which a notification ended.</summary>
    internal Task<NotificationState> EndOf(string key)
    {
        var end = _ends.GetOrAdd(key, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Outbox.Find(key) is { State: > NotificationState.Sending and var state })
            end.TrySetResult(state);
        return end.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    internal Task<NotificationState[]> EndOf(IEnumerable<string> keys) => Task.WhenAll(keys.Select(EndOf));

    public async ValueTask DisposeAsync()
    {
        if (_sender is not null)
            await StopAsync();
        Outbox.Dispose();
        await _meters.DisposeAsync();
        _folder.Dispose();
    }

    private async Task EndAsync(Func<NotificationSender, Task> end)
    {
        await end(_sender!);
        _sender!.Dispose();
        _open!.Dispose();
        Outbox.Dispose();
        _sender = null;
    }

    private NotificationOutbox OpenOutbox()
    {
        var outbox = NotificationOutbox.Open(_folder.Sub("notifications.db"), _time);
        outbox.Ended += (key, state) => _ends.GetOrAdd(key, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(state);
        return outbox;
    }
}

/// <summary>Keeps what a sender logs.</summary>
internal sealed class LogKeeper : ILogger<NotificationSender>
{
    internal ConcurrentQueue<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");
}
