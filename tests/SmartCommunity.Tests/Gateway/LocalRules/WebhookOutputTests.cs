using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Contracts;
using SmartCommunity.Gateway;
using SmartCommunity.Gateway.LocalRules;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Gateway.Mqtt;

namespace SmartCommunity.Tests.Gateway.LocalRules;

public sealed class WebhookOutputTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private const int AtATime = 4;

    [Fact]
    public async Task A_call_is_signed_with_its_own_second_and_taken_once()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var output = await RunningOutput.StartAsync(receiver.Address);

        await output.PostAsync(Matter(1));
        var call = await receiver.CallAsync();

        var second = long.Parse(call.Signature.Split(',')[0]["t=".Length..], CultureInfo.InvariantCulture);
        Assert.Equal(WebhookSignature.Of(Secret, DateTimeOffset.FromUnixTimeSeconds(second), call.Body), call.Signature);
        Assert.InRange(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - second, 0, (long)GatewayFixture.Patience.TotalSeconds);
        Assert.Contains("\"id\":\"1\"", Encoding.UTF8.GetString(call.Body), StringComparison.Ordinal);
        Assert.Equal(0, receiver.Waiting);
    }

    [Theory]
    [InlineData(3, 500, 503)]
    [InlineData(3, 500, 429, 500)]
    [InlineData(1, 400)]
    [InlineData(1, 302)]
    public async Task A_call_is_tried_three_times_unless_the_answer_is_final(int calls, params int[] answers)
    {
        await using var receiver = await WebhookReceiver.StartAsync(holds: false, answers);
        await using var output = await RunningOutput.StartAsync(receiver.Address);

        await output.PostAsync(Matter(1));

        Assert.Equal(calls, receiver.Waiting);
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_costs_one_matter_and_not_the_next()
    {
        var address = await FreedAddressAsync();
        await using var output = await RunningOutput.StartAsync(address);

        await output.PostAsync(Matter(1));
        await output.PostAsync(Matter(2));
    }

    [Fact]
    public async Task Beyond_the_bound_a_matter_is_dropped_and_counted_and_queuing_never_waits()
    {
        await using var receiver = await WebhookReceiver.StartAsync(holds: true);
        // Time stands still: no try ends before the test says so.
        await using var output = await RunningOutput.StartAsync(receiver.Address, new FakeTimeProvider());
        for (var i = 0; i < AtATime; i++)
        {
            Assert.True(output.Queue(Matter(i)));
            await receiver.CallAsync();
        }

        Assert.All(Enumerable.Range(0, WebhookOutput.Capacity), i => Assert.True(output.Queue(Matter(AtATime + i))));
        Assert.False(output.Queue(Matter(int.MaxValue)));
        Assert.Equal(1, output.Dropped);

        receiver.Release();
        await output.AllDoneAsync(AtATime + WebhookOutput.Capacity);
        Assert.Equal(WebhookOutput.Capacity, receiver.Waiting);
    }

    [Fact]
    public async Task Without_a_webhook_nothing_is_queued()
    {
        await using var output = await RunningOutput.StartAsync(address: null);

        Assert.False(output.Queue(Matter(1)));
        Assert.Equal(0, output.Dropped);
    }

    private static SafetyMatter Matter(int id) =>
        new(new DeviceAddress("baihe", "panicButton", "sos-1"), "sos", id.ToString(CultureInfo.InvariantCulture), 1, 1, "");

    private static async Task<Uri> FreedAddressAsync()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        return receiver.Address;
    }

    private sealed class RunningOutput : IAsyncDisposable
    {
        private readonly LocalMeter _meter;
        private readonly MeterListener _listener = new();
        private readonly SemaphoreSlim _done = new(0);
        private readonly WebhookOutput _output;
        private long _dropped;

        private RunningOutput(Uri? address, TimeProvider time)
        {
            _meter = new LocalMeter(time);
            _output = new WebhookOutput(
                new GatewayOptions
                {
                    GatewayId = "gw-1", DataDirectory = "unused", CloudAddress = new Uri("http://127.0.0.1:9"), CloudToken = "unused",
                    Local = new LocalOptions { Webhook = address, WebhookSecret = Secret },
                },
                _meter, time, NullLogger<WebhookOutput>.Instance);
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "smartcommunity.gateway.local.not_sent" && _meter.Owns(instrument))
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _dropped, count));
            _listener.Start();
        }

        internal long Dropped => Interlocked.Read(ref _dropped);

        internal static async Task<RunningOutput> StartAsync(Uri? address, TimeProvider? time = null)
        {
            var output = new RunningOutput(address, time ?? TimeProvider.System);
            await output._output.StartAsync(TestContext.Current.CancellationToken);
            return output;
        }

        internal bool Queue(SafetyMatter matter) => _output.TryQueue(matter, () => _done.Release());

        internal async Task PostAsync(SafetyMatter matter)
        {
            Assert.True(Queue(matter));
            await AllDoneAsync(1);
        }

        internal async Task AllDoneAsync(int count)
        {
            for (var i = 0; i < count; i++)
                Assert.True(await _done.WaitAsync(GatewayFixture.Patience, TestContext.Current.CancellationToken), $"{i} of {count} are done.");
        }

        public async ValueTask DisposeAsync()
        {
            await _output.StopAsync(CancellationToken.None);
            _output.Dispose();
            _listener.Dispose();
            _meter.Dispose();
            _done.Dispose();
        }
    }
}
