using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Mqtt;
using SmartCommunity.Gateway.Outbox;
using SmartCommunity.Gateway.Uplink.IotHub;

namespace SmartCommunity.Tests.Gateway.Uplink.IotHub;

public sealed class HubPartsTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("hub-").FullName;

    [Fact]
    public void A_connection_string_is_read_and_signs_for_its_device()
    {
        var key = new byte[] { 1, 2, 3, 251, 252 };

        var hub = HubConnection.TryParse($"HostName=fuyang.azure-devices.cn;DeviceId=gw-1;SharedAccessKey={Convert.ToBase64String(key)}", out var faults)!;
        var sas = SasToken.TryParse(Encoding.UTF8.GetBytes(hub.Sign(DateTimeOffset.FromUnixTimeSeconds(2_000_000_000))))!;

        Assert.Empty(faults);
        Assert.Equal(("fuyang.azure-devices.cn", 8883, "fuyang.azure-devices.cn/gw-1/?api-version=2021-04-12"), (hub.EndpointHost, hub.EndpointPort, hub.UserName));
        Assert.True(sas.IsFor("fuyang.azure-devices.cn", "gw-1") && sas.IsSignedWith(key));
        Assert.Equal(2_000_000_000, sas.ExpirySeconds);
    }

    [Theory]
    [InlineData("", "HostName|DeviceId|SharedAccessKey")]
    [InlineData("HostName=h;DeviceId=d;SharedAccessKey=n*t base64", "Base64")]
    [InlineData("HostName=h;DeviceId=d;SharedAccessKey=AQID;nonsense", "without '='")]
    [InlineData("HostName=h;DeviceId=d;SharedAccessKey=AQID;GatewayHostName=edge:0", "GatewayHostName")]
    public void A_bad_connection_string_has_every_fault_named_and_no_secret_told(string text, string named)
    {
        Assert.Null(HubConnection.TryParse(text, out var faults));

        Assert.Equal(named.Split('|').Length, faults.Count);
        Assert.All(named.Split('|').Zip(faults), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains("n*t base64", StringComparison.Ordinal) || fault.Contains("AQID", StringComparison.Ordinal));
    }

    [Fact]
    public void A_batch_is_written_as_JSON_with_native_names_and_both_clocks()
    {
        var batch = Sample(messages: 1);
        batch.Events.Add(new DeviceEvent { Device = 0, AtMs = 5, ReceivedAtMs = 6, EventId = "e-1", Type = "sos", DataJson = """{"x":1}""" });
        batch.Statuses.Add(new DeviceStatus { Device = 0, ReceivedAtMs = 7, Online = true });

        var body = Assert.Single(HubMessages.Of(BatchColumns.Read(batch.ToByteArray(), out _)!));

        const string Who = """{"community":"baihe","class":"wearable","device":"w-1",""";
        Assert.Equal(
            "[" + Who + "\"ts\":" + """1000,"receivedAt":1001,"quality":0,"seq":4,"boot":3,"v":{"heartRate":72}},"""
            + Who + "\"ts\":" + """5,"receivedAt":6,"quality":0,"event":"sos","id":"e-1","data":{"x":1}},"""
            + Who + "\"ts\":" + """7,"receivedAt":7,"quality":4,"online":true}]""",
            Encoding.UTF8.GetString(body.Span));
    }

    [Fact]
    public void A_large_batch_becomes_several_messages_below_the_hubs_limit_and_an_empty_one_none()
    {
        var bodies = HubMessages.Of(BatchColumns.Read(Sample(messages: 4_000).ToByteArray(), out _)!);

        Assert.Equal(4_000, bodies.Sum(b => JsonElement.Parse(b.Span).GetArrayLength()));
        Assert.True(bodies.Count > 1 && bodies.All(b => b.Length is > 0 and < 256 * 1024));
        Assert.Empty(HubMessages.Of(BatchColumns.Read(new Batch().ToByteArray(), out _)!));
    }

    [Fact]
    public void Data_of_an_event_that_no_message_could_hold_stays_with_the_cloud_and_its_size_is_said()
    {
        var batch = Sample(messages: 1_500);
        foreach (var characters in new[] { 65_000, 300_000 })
            batch.Events.Add(new DeviceEvent { Device = 0, AtMs = 5, ReceivedAtMs = 6, EventId = $"e-{characters}", Type = "sos", DataJson = $"\"{new string('x', characters)}\"" });

        var bodies = HubMessages.Of(BatchColumns.Read(batch.ToByteArray(), out _)!);

        Assert.All(bodies, b => Assert.InRange(b.Length, 1, 255 * 1024));
        var events = bodies.SelectMany(b => JsonElement.Parse(b.Span).EnumerateArray()).Where(i => i.TryGetProperty("event", out _)).ToArray();
        Assert.Equal(65_000, events[0].GetProperty("data").GetString()!.Length);
        Assert.Equal(300_002, events[1].GetProperty("dataBytes").GetInt32());
        Assert.False(events[1].TryGetProperty("data", out _));
    }

    [Fact]
    public void The_spool_keeps_bundles_and_mark_over_a_restart_and_gives_alarms_first()
    {
        using (var spool = Open())
        {
            Assert.Equal(0, spool.Add([Block(Lane.Routine, 1, 10), Block(Lane.Routine, 11, 5)]));
            Assert.Equal(0, spool.Add([Block(Lane.Routine, 16, 1)]));
            Assert.Equal(0, spool.Alarms);
            Assert.Equal(0, spool.Add([Block(Lane.Alarm, 1, 2)]));
        }

        using var again = Open();

        Assert.Equal((16, 2, 0), (again.CopiedThrough(Lane.Routine, epoch: 7), again.CopiedThrough(Lane.Alarm, epoch: 7), again.CopiedThrough(Lane.Routine, epoch: 8)));
        Assert.Equal((18, 4 * 100, 2), (again.Items, again.Bytes, again.Alarms));
        Assert.Equal([(Lane.Alarm, 1L, "2"), (Lane.Routine, 1L, "10 5"), (Lane.Routine, 16L, "1")], Drained(again));
        Assert.Equal((0, 0, 0), (again.Items, again.Bytes, again.Alarms));
    }

    [Fact]
    public void A_full_spool_drops_the_oldest_routine_bundles_counts_them_and_keeps_alarms()
    {
        using var spool = Open(quotaBytes: 350);
        spool.Add([Block(Lane.Routine, 1, 10), Block(Lane.Routine, 11, 5)]);
        var beingSent = spool.Next()!;
        spool.Add([Block(Lane.Alarm, 1, 2)]);

        var lost = spool.Add([Block(Lane.Routine, 16, 1)]);
        spool.Remove(beingSent); // Made room meanwhile: nothing is counted twice.

        Assert.Equal((15, 3), (lost, spool.Items));
        Assert.Equal([(Lane.Alarm, 1L, "2"), (Lane.Routine, 16L, "1")], Drained(spool));
    }

    [Fact]
    public void A_file_of_before_bundles_is_read_block_by_block()
    {
        using (var spool = Open())
            spool.Add([Block(Lane.Routine, 1, 10), Block(Lane.Routine, 11, 5)]);
        using (var file = new SqliteConnection($"Data Source={SpoolFile};Pooling=false"))
        {
            file.Open();
            using var before = file.CreateCommand();
            before.CommandText = "DROP INDEX ix_block_bundle; ALTER TABLE block DROP COLUMN bundle";
            before.ExecuteNonQuery();
        }

        using var again = Open();

        Assert.Equal([(Lane.Routine, 1L, "10"), (Lane.Routine, 11L, "5")], Drained(again));
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    private string SpoolFile => Path.Combine(_folder, "iothub.db");

    private HubSpool Open(long quotaBytes = 1 << 20) => new(SpoolFile, quotaBytes);

    /// <summary>Bundles in the order in which they are sent: lane, first sequence, items of each block.</summary>
    private static List<(Lane Lane, long First, string Items)> Drained(HubSpool spool)
    {
        var order = new List<(Lane, long, string)>();
        while (spool.Next() is { } bundle)
        {
            order.Add((bundle.Lane, bundle.FirstSequence, string.Join(' ', bundle.Blocks.Select(b => b.Items))));
            spool.Remove(bundle);
        }

        return order;
    }

    private static OutboxBlock Block(Lane lane, long first, int count) => new(lane, 7, first, count, new byte[100], 0, "", 0);

    private static Batch Sample(int messages)
    {
        var batch = new Batch { Devices = { new DeviceRef { Community = "baihe", Class = "wearable", Device = "w-1" } }, Quantities = { "heartRate" } };
        for (var i = 0; i < messages; i++)
        {
            batch.Device.Add(0);
            batch.AtMs.Add(i == 0 ? 1000 : 1);
            batch.ReceivedAtMs.Add(i == 0 ? 1001 : 1);
            batch.Quality.Add(0);
            batch.ValueCount.Add(1);
            batch.Boot.Add(3);
            batch.Seq.Add(4 + i);
            batch.Quantity.Add(0);
            batch.Value.Add(72);
        }

        return batch;
    }
}
