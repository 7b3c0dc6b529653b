using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Outbox;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

using Directory = System.IO.Directory;
using GatewayOutbox = SmartCommunity.Gateway.Outbox.Outbox;

namespace SmartCommunity.Tests.Gateway.Outbox;

/// <summary>A real outbox on a folder of its own, and the few lines that fill and read it.</summary>
internal sealed class OutboxFixture : IDisposable
{
    internal const long StartMs = 1_764_000_000_000;
    internal const int AllBytes = int.MaxValue;

    private static readonly int HeartRate = QuantityCatalogue.Default.IndexOf("heartRate");
    private readonly bool _ownsFolder;

    internal OutboxFixture(Action<OutboxOptions>? configure = null, string? folder = null)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("outbox-").FullName;
        Options = new OutboxOptions { Directory = Folder, ReserveBytes = 0, TrimBytes = 0 };
        configure?.Invoke(Options);
        Outbox = Open();
    }

    internal string Folder { get; }

    internal OutboxOptions Options { get; }

    internal FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(StartMs));

    internal GatewayOutbox Outbox { get; private set; }

    internal string File(Lane lane) => Path.Combine(Folder, lane == Lane.Alarm ? "alarm.db" : "routine.db");

    internal GatewayOutbox Open() => new(new OptionsWrapper<OutboxOptions>(Options), Time, NullLogger<GatewayOutbox>.Instance);

    internal void Close() => Outbox.Dispose();

    internal void Reopen(Action? between = null)
    {
        Close();
        between?.Invoke();
        Outbox = Open();
    }

    internal BlockCommit Append(string device, long boot = -1, long seq = -1, double value = 72, ulong digest = 0, bool identifies = false) =>
        Outbox.Append(new DecodedMessage
        {
            Address = Address(device),
            AtMs = StartMs,
            ReceivedAtMs = Time.GetUtcNow().ToUnixTimeMilliseconds(),
            Quality = Quality.Good,
            Boot = boot,
            Seq = seq,
            Values = [new DecodedValue(HeartRate, value)],
            Digest = digest,
            DigestIdentifies = identifies,
        });

    internal async Task Store(string device, long seq, long boot = 1) => Assert.Equal(CommitOutcome.Stored, await Append(device, boot, seq, seq).Completed);

    internal BlockCommit Sos(string device, string id) => Outbox.Append(
        Address(device), new DeviceEvent { AtMs = StartMs, ReceivedAtMs = Time.GetUtcNow().ToUnixTimeMilliseconds(), EventId = id, Type = "sos" });

    internal async Task<IReadOnlyList<OutboxBlock>> Read(Lane lane = Lane.Routine, long after = 0) => await Outbox[lane].ReadAsync(after, AllBytes);

    /// <summary>The seq values of all messages still in the lane, in order.</summary>
    internal async Task<long[]> Seqs(long after = 0) => [.. (await Read(Lane.Routine, after)).SelectMany(block => Parse(block).Seq)];

    internal static Batch Parse(OutboxBlock block) => Batch.Parser.ParseFrom(block.Batch.Span);

    internal static DeviceAddress Address(string device) => new("baihe", "wearable", device);

    public void Dispose()
    {
        Close();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }
}
