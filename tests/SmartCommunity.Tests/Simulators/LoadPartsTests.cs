using System.Text;
using System.Text.Json;
using SmartCommunity.Simulators;
using SmartCommunity.Simulators.Fleet;
using SmartCommunity.Simulators.Load;
using SmartCommunity.Simulators.Mqtt;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Simulators;

public sealed class LoadPartsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(1_234_567_890)]
    public void A_patched_load_message_is_valid_json_with_its_own_numbers_and_values_in_range(long seq)
    {
        var message = new LoadMessage(new DeviceAddress("baihe", "wearable", "w-1"), boot: 1_764_000_000);
        var packet = new byte[message.Bytes];

        message.Write(packet, id: 77, atMs: 1_764_000_123_456, seq, duplicate: true);

        Assert.True(Packet.TryReadHeader(packet, out var header, out var body));
        Assert.Equal(packet.Length, header + body);
        Assert.Equal(Packet.Publish | Packet.QosOne | Packet.Duplicate, packet[0]);
        using var json = JsonDocument.Parse(packet.AsMemory(Encoding.UTF8.GetString(packet).IndexOf('{', StringComparison.Ordinal)));
        Assert.Equal(1_764_000_123_456, json.RootElement.GetProperty("ts").GetInt64());
        Assert.Equal(1_764_000_000, json.RootElement.GetProperty("boot").GetInt64());
        Assert.Equal(seq, json.RootElement.GetProperty("seq").GetInt64());
        var values = json.RootElement.GetProperty("v").EnumerateObject().ToList();
        Assert.Equal(["heartRate", "spo2", "bodyTemp", "steps"], values.Select(v => v.Name));
        Assert.All(values, v => Assert.InRange(v.Value.GetDouble(), QuantityCatalogue.Default.Find(v.Name)!.Min, QuantityCatalogue.Default.Find(v.Name)!.Max));
    }

    [Fact]
    public void A_header_that_is_torn_asks_for_more_and_one_that_is_too_long_is_refused()
    {
        Assert.False(Packet.TryReadHeader([], out _, out _));
        Assert.False(Packet.TryReadHeader([0x30], out _, out _));
        Assert.False(Packet.TryReadHeader([0x30, 0x80], out _, out _));
        Assert.True(Packet.TryReadHeader([0x30, 0x80, 0x01], out var header, out var body));
        Assert.Equal((3, 128), (header, body));
        Assert.Throws<InvalidDataException>(() => Packet.TryReadHeader([0x30, 0x80, 0x80, 0x80, 0x80, 0x01], out _, out _));
    }

    [Theory]
    [InlineData(127, 2)]
    [InlineData(128, 3)]
    [InlineData(16_383, 3)]
    [InlineData(16_384, 4)]
    public void A_publish_writes_the_remaining_length_it_has(int remaining, int headerBytes)
    {
        var packet = Packet.PublishPacket("t", new byte[remaining - 5], id: 0x0102, retain: false, duplicate: false, out var idOffset);

        Assert.True(Packet.TryReadHeader(packet, out var header, out var body));
        Assert.Equal((headerBytes, remaining), (header, body));
        Assert.Equal([0x01, 0x02], packet[idOffset..(idOffset + 2)]);
    }

    [Fact]
    public void Latencies_are_exact_to_three_percent()
    {
        var histogram = new LatencyHistogram();
        for (var us = 1; us <= 100_000; us++)
            histogram.Add(us);

        var summary = histogram.Summary();

        Assert.InRange(summary.P50Ms, 50, 51.6);
        Assert.InRange(summary.P99Ms, 99, 100);
        Assert.Equal(100, summary.MaxMs);
        Assert.Equal(0, new LatencyHistogram().Summary().P99Ms);
    }

    [Fact]
    public void A_journal_reads_back_what_was_sent_and_acknowledged()
    {
        var path = Path.GetTempFileName();
        using (var journal = new LoadJournal(path))
        {
            journal.Sent("d-1", 5, firstSeq: 10, count: 2);
            journal.Acknowledged("d-1", 5, [11]);
        }

        var (sent, acknowledged) = LoadJournal.Read(path);

        Assert.Equal([new MessageKey("d-1", 5, 10), new MessageKey("d-1", 5, 11)], sent.OrderBy(k => k.Seq));
        Assert.Equal([new MessageKey("d-1", 5, 11)], acknowledged);
        File.Delete(path);
    }

    [Fact]
    public void A_command_is_executed_once_and_answered_each_time()
    {
        var answers = new CommandAnswers();

        Assert.Equal("""{"id":"a","ok":true,"result":{}}""", Encoding.UTF8.GetString(answers.Answer("""{"id":"a","name":"identify","args":{"seconds":5}}"""u8.ToArray(), out var order)!));
        Assert.Equal(("identify", 5), (order!.Value.Name, order.Value.Args.GetProperty("seconds").GetInt32()));
        Assert.NotNull(answers.Answer("""{"id":"a"}"""u8.ToArray(), out var again));
        Assert.Null(again);
        Assert.Equal(1, answers.Executed);
        Assert.Null(answers.Answer("not json"u8.ToArray(), out _));
        Assert.Null(answers.Answer("""{"id":7}"""u8.ToArray(), out _));
        Assert.Null(answers.Answer("[]"u8.ToArray(), out _));
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        var endpoint = new BrokerEndpoint("127.0.0.1", 1);
        var load = new LoadOptions { Endpoint = endpoint, Token = id => id, Community = "c" };
        var replay = new ReplayOptions { Endpoint = _ => endpoint };

        Assert.Throws<ArgumentOutOfRangeException>("Window", (load with { Window = 0 }).Check);
        Assert.Throws<ArgumentOutOfRangeException>("Rate", (load with { Rate = -1 }).Check);
        Assert.Throws<ArgumentOutOfRangeException>("Connections", (load with { Connections = 20_001 }).Check);
        Assert.Throws<ArgumentOutOfRangeException>("Speed", (replay with { Speed = 3601 }).Check);
        Assert.Throws<ArgumentOutOfRangeException>("Speed", (replay with { Shift = ReplayShift.FirstIsNow, Speed = 60 }).Check);
        Assert.Throws<ArgumentOutOfRangeException>("MaxBatch", (replay with { MaxBatch = 101 }).Check);
    }
}
