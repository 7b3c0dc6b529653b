using BenchmarkDotNet.Attributes;
using MessagePack;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using Google.Protobuf;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Benchmarks;

/// <summary>The fold of one full batch: 4,096 messages of four values from 200 devices; figures are for one message.</summary>
[MemoryDiagnoser]
public class CommunityFoldBenchmarks
{
    private const int Messages = 4_096; // A full block of the gateway.
    private const int Devices = 200;
    private static readonly string[] Quantities = ["heartRate", "spo2", "bodyTemp", "steps"];

    private readonly CommunityState _state = new("baihe");
    private readonly FoldChanges _changes = new();
    private BatchColumns _columns = null!;

    [GlobalSetup]
    public void Enrol()
    {
        var enrolments = Enumerable.Range(0, Devices).Select(static d => new LoggedEnrolment($"w-{d}", "wearable", "gw-1", Retired: false, Version: 1)).ToArray();
        CommunityFold.Apply(
            _state,
            new CommunityEntry { Position = 1, Kind = LogEntryKind.Registry, AtMs = 0, Body = MessagePackSerializer.Serialize(enrolments), Block = [] },
            _changes);
        _columns = BatchColumns.Read(Batch().ToByteArray(), out var fault) ?? throw new InvalidOperationException(fault);
    }

    [Benchmark(OperationsPerInvoke = Messages)]
    public long Message()
    {
        CommunityFold.Apply(
            _state, new CommunityEntry(_columns) { Position = _state.Position + 1, Kind = LogEntryKind.Batch, AtMs = 0, Body = "gw-1"u8.ToArray(), Block = [] }, _changes);
        _changes.Clear();
        return _state.Messages;
    }

    private static Batch Batch()
    {
        var batch = new Batch { Quantities = { Quantities } };
        for (var d = 0; d < Devices; d++)
            batch.Devices.Add(new DeviceRef { Community = "baihe", Class = "wearable", Device = $"w-{d}" });
        for (var m = 0; m < Messages; m++)
        {
            batch.Device.Add((uint)(m % Devices));
            batch.AtMs.Add(1);
            batch.ReceivedAtMs.Add(1);
            batch.Quality.Add(0);
            batch.ValueCount.Add((uint)Quantities.Length);
            for (var q = 0; q < Quantities.Length; q++)
            {
                batch.Quantity.Add((uint)q);
                batch.Value.Add(m);
            }
        }

        return batch;
    }
}
