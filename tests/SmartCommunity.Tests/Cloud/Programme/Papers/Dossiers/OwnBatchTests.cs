using Google.Protobuf;
using SmartCommunity.Cloud.Programme.Papers.Dossiers;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Twins;

namespace SmartCommunity.Tests.Cloud.Programme.Papers.Dossiers;

/// <summary>What a dossier takes along of frames with measurements of several communities.</summary>
public sealed class OwnBatchTests
{
    private const long T0 = 1_772_380_800_000;

    [Fact]
    public void Only_the_communitys_own_measurements_go_along_and_fold_to_the_same_state()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var log = new LogWriter("baihe").Enrol("spot-1", "parkingSpot").Enrol("sos-1", "panicButton");
            log.Add(Frame(new Random(seed)));
            var own = OwnBatch.Of(log.Entries[^1], "baihe");

            Assert.True(Fold(log.Entries).AsSpan().SequenceEqual(Fold([.. log.Entries.SkipLast(1), own])), $"seed {seed}");
            var text = Batch.Parser.ParseFrom(own.Block).ToString();
            Assert.DoesNotContain("jiangbin", text, StringComparison.Ordinal);
            Assert.DoesNotContain("command-1", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_frame_of_one_community_stays_as_it_is()
    {
        var log = new LogWriter("baihe").Measure("spot-1", "parkingSpot", T0, T0, ("spotStatus", 1));

        Assert.Same(log.Entries[0], OwnBatch.Of(log.Entries[0], "baihe"));
    }

    private static byte[] Fold(IEnumerable<CommunityEntry> entries)
    {
        var (state, changes) = (new CommunityState("baihe"), new FoldChanges());
        foreach (var entry in entries)
            CommunityFold.Apply(state, entry, changes);
        return CommunitySnapshot.Write(state);
    }

    private static CommunityEntry Frame(Random random)
    {
        var batch = new Batch();
        batch.Devices.Add(new DeviceRef { Community = "jiangbin", Class = "parkingSpot", Device = "spot-9" });
        batch.Devices.Add(new DeviceRef { Community = "baihe", Class = "parkingSpot", Device = "spot-1" });
        batch.Devices.Add(new DeviceRef { Community = "baihe", Class = "panicButton", Device = "sos-1" });
        batch.Quantities.Add(["spotStatus", "battery"]);
        var (lastAt, lastReceived) = (0L, 0L);
        for (var i = 0; i < 12; i++)
        {
            var (at, received, values) = (T0 + random.Next(60_000), T0 + 60_000 + random.Next(1_000), random.Next(3));
            batch.Device.Add((uint)random.Next(3));
            batch.AtMs.Add(at - lastAt);
            batch.ReceivedAtMs.Add(received - lastReceived);
            (lastAt, lastReceived) = (at, received);
            batch.Quality.Add((uint)Quality.Good);
            batch.ValueCount.Add((uint)values);
            batch.Boot.Add(1);
            batch.Seq.Add(i);
            for (var v = 0; v < values; v++)
            {
                batch.Quantity.Add((uint)v);
                batch.Value.Add(random.Next(2));
            }
        }

        for (var device = 0u; device < 3; device++)
        {
            batch.Events.Add(new DeviceEvent { Device = device, AtMs = T0, ReceivedAtMs = T0, Type = "sos", EventId = $"e-{device}", DataJson = "{}" });
            batch.Statuses.Add(new DeviceStatus { Device = device, ReceivedAtMs = T0, Online = random.Next(2) == 0 });
            batch.Quarantined.Add(new QuarantinedPayload { Device = device, ReceivedAtMs = T0, Topic = device == 0 ? "fc/v1/jiangbin" : "t", Reason = "malformed" });
        }

        batch.CommandReports.Add(new CommandReport { CommandId = "command-1" });
        return new CommunityEntry { Position = 0, Kind = LogEntryKind.Batch, AtMs = T0 + 120_000, Body = System.Text.Encoding.UTF8.GetBytes(LogWriter.Gateway), Block = batch.ToByteArray() };
    }
}
