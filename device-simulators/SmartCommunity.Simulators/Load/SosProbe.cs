using System.Globalization;
using System.Text;
using SmartCommunity.Simulators.Mqtt;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators.Load;

/// <summary>A panic button pressed every interval while the load runs, whatever the load does to the gateway.</summary>
internal sealed class SosProbe(LoadContext context, SimulatedDevice device)
{
    private const int MaxRefusals = 3;

    /// <summary>Protects <see cref="_calls"/>.</summary>
    private readonly Lock _gate = new();
    private readonly List<SosCall> _calls = [];

    internal IReadOnlyList<SosCall> Calls
    {
        get
        {
            lock (_gate)
                return [.. _calls];
        }
    }

    /// <summary>Presses until <paramref name="stopSending"/>, then waits for the acknowledgements until cancelled.</summary>
    internal async Task RunAsync(CancellationToken stopSending, CancellationToken cancellationToken)
    {
        await using var session = new DeviceSession(context.Options.Endpoint, device, MaxRefusals, context.Time);
        var open = new List<Task>();
        using var timer = new PeriodicTimer(context.Options.SosInterval, context.Time);
        try
        {
            do
                open.Add(PressAsync(session, cancellationToken));
            while (await timer.WaitForNextTickAsync(stopSending));
        }
        catch (OperationCanceledException) when (stopSending.IsCancellationRequested)
        {
            // The load has ended; calls on their way are awaited.
        }

        await Task.WhenAll(open);
    }

    private async Task PressAsync(DeviceSession session, CancellationToken cancellationToken)
    {
        var sentMs = context.Time.GetUtcNow().ToUnixTimeMilliseconds();
        int index;
        SosCall call;
        lock (_gate)
        {
            index = _calls.Count;
            call = new SosCall(string.Create(CultureInfo.InvariantCulture, $"{device.Id}-{context.Boot}-{index}"), device.Id, sentMs, AcknowledgedMs: null);
            _calls.Add(call);
        }

        var payload = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""{"ts":{{{sentMs}}},"id":"{{{call.Id}}}","type":"sos","data":{"simulated":true}}"""));
        try
        {
            await session.PublishAsync(TopicKind.Event, payload, cancellationToken);
        }
        catch (Exception fault) when (fault is OperationCanceledException or ConnectionRefusedException)
        {
            // Not acknowledged: the call stays in the list without a time, which is the finding.
            return;
        }

        lock (_gate)
            _calls[index] = call with { AcknowledgedMs = context.Time.GetUtcNow().ToUnixTimeMilliseconds() };
    }
}
