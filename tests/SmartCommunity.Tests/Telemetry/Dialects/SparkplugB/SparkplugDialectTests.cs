using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.SparkplugB;

namespace SmartCommunity.Tests.Telemetry.Dialects.SparkplugB;

public sealed class SparkplugDialectTests
{
    private const long At = 1_763_999_999_000;

    private static readonly SparkplugValue BirthDeathSeq = new("bdSeq", SparkplugType.Int64, 3L);
    private static readonly SparkplugValue Rebirth = new("Node Control/Rebirth", SparkplugType.Boolean, false);

    private readonly CarrierFacts _facts = CarrierFacts.Golden();
    private readonly SparkplugBirths _births = new();

    [Fact]
    public void Births_tell_names_and_types_and_data_needs_only_aliases()
    {
        Born();

        var sink = Send("DDATA/carrier-1/Meter 7", 2,
            new SparkplugValue(null, SparkplugType.Int32, -1500) { Alias = 10, HidesType = true },
            new SparkplugValue(null, SparkplugType.Double, 230.5) { Alias = 11, HidesType = true });

        Assert.Equal([$"meter-7 {At} Good activePower=-1.5 voltage=230.5"], sink.Lines);
    }

    [Fact]
    public void A_birth_is_data_and_presence()
    {
        var node = Send("NBIRTH/carrier-1", 0, BirthDeathSeq, Rebirth, new SparkplugValue("signal", SparkplugType.UInt8, 90));
        var device = Send("DBIRTH/carrier-1/Meter 7", 1, new SparkplugValue("Inputs/voltage", SparkplugType.Float, 230.5f), new SparkplugValue("Properties/Serial", SparkplugType.String, "X"));

        Assert.Equal(["carrier-1 online", $"carrier-1 {At} Good signal=90"], node.Lines);
        Assert.Equal(["meter-7 online", $"meter-7 {At} Good voltage=230.5"], device.Lines);
    }

    [Fact]
    public void Metrics_of_different_instants_are_different_messages_and_historical_ones_keep_their_time()
    {
        Born();

        var sink = Send("DDATA/carrier-1/Meter 7", 2,
            new SparkplugValue(null, SparkplugType.Double, 1.0) { Alias = 11, Timestamp = At - 60_000, IsHistorical = true },
            new SparkplugValue(null, SparkplugType.Double, 2.0) { Alias = 11, Timestamp = At },
            new SparkplugValue(null, SparkplugType.Double, null) { Alias = 11 });

        Assert.Equal([$"meter-7 {At - 60_000} Good voltage=1", $"meter-7 {At} Good voltage=2"], sink.Lines);
    }

    [Fact]
    public void Data_before_its_birth_asks_for_one_and_goes_to_quarantine()
    {
        var sink = new LineSink();
        var payload = CarrierPayload.Of("spBv1.0/baihe/DDATA/carrier-1/Meter 7"u8, SparkplugWriter.Write(At, 5, new SparkplugValue("voltage", SparkplugType.Double, 1.0)));

        Assert.True(new SparkplugDialect(_facts).Decode(in payload, sink, _births));
        Assert.Equal([$"quarantine {QuarantineReason.BeforeBirth}"], sink.Lines);
        Born();
        Assert.Equal([$"quarantine {QuarantineReason.BeforeBirth}"], Send("DDATA/carrier-1/Meter 7", 2, new SparkplugValue(null, SparkplugType.Double, 1.0) { Alias = 99 }).Lines);
        Assert.Equal([$"quarantine {QuarantineReason.UnknownDevice}"], Send("DBIRTH/carrier-1/Stranger", 3).Lines);
    }

    [Fact]
    public void The_node_takes_its_devices_along_and_only_with_the_bdSeq_of_its_birth()
    {
        Born();

        var other = Send("NDEATH/carrier-1", null, new SparkplugValue("bdSeq", SparkplugType.Int64, 2L));
        var own = Send("NDEATH/carrier-1", null, BirthDeathSeq);

        Assert.Equal([$"quarantine {QuarantineReason.Shape}"], other.Lines);
        Assert.Equal(["carrier-1 offline", "meter-7 offline"], own.Lines);
        Assert.False(_births.IsNodeBorn);
    }

    [Fact]
    public void A_dead_device_is_offline_until_it_is_born_again()
    {
        Born();

        Assert.Equal(["meter-7 offline"], Send("DDEATH/carrier-1/Meter 7", 2).Lines);
        Assert.Equal([$"quarantine {QuarantineReason.BeforeBirth}"], Send("DDATA/carrier-1/Meter 7", 3, new SparkplugValue("voltage", SparkplugType.Double, 1.0)).Lines);
    }

    [Fact]
    public void A_nodes_birth_without_seq_0_or_bdSeq_is_told_and_taken()
    {
        var sink = Send("NBIRTH/carrier-1", 4, new SparkplugValue("signal", SparkplugType.UInt8, 90));

        Assert.Equal(["carrier-1 online", $"carrier-1 {At} Good signal=90", $"quarantine {QuarantineReason.Shape}"], sink.Lines);
        Assert.Contains("must be 0", sink.Detail, StringComparison.Ordinal);
        Assert.Contains("bdSeq", sink.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_boolean_called_like_an_event_raises_it_and_passes_the_rate_limit()
    {
        _facts.Carried["pendant"] = ("p-1", "panicButton");
        Send("NBIRTH/carrier-1", 0, BirthDeathSeq, Rebirth);
        Send("DBIRTH/carrier-1/pendant", 1, new SparkplugValue("Alarms/sos", SparkplugType.Boolean, false) { Alias = 20 });
        var pressed = SparkplugWriter.Write(At, 2, new SparkplugValue(null, SparkplugType.Boolean, true) { Alias = 20, HidesType = true });

        var sink = Send("spBv1.0/baihe/DDATA/carrier-1/pendant", pressed);

        Assert.Equal([$"p-1 {At} event sos"], sink.Lines);
        Assert.True(SparkplugDialect.IsSafety(pressed, _births));
        Assert.False(SparkplugDialect.IsSafety(pressed, births: null));
        Assert.True(SparkplugDialect.IsSafety(SparkplugWriter.Write(At, 2, new SparkplugValue("a/fall", SparkplugType.Boolean, true)), births: null));
    }

    [Fact]
    public void Out_of_quarantine_names_are_read_and_integers_without_a_datatype_are_not_guessed()
    {
        var dialect = new SparkplugDialect(_facts);
        var named = SparkplugWriter.Write(At, 5, new SparkplugValue("voltage", SparkplugType.Int16, 230), new SparkplugValue("current", SparkplugType.Int32, -5) { HidesType = true });

        var sink = CarrierPayload.Decode(dialect, "spBv1.0/baihe/DDATA/carrier-1/Meter 7"u8, named);

        Assert.Equal([$"meter-7 {At} Good voltage=230", $"quarantine {QuarantineReason.Shape}"], sink.Lines);
    }

    [Theory]
    [InlineData("0A")]
    [InlineData("08FFFFFFFFFFFFFFFFFFFFFF01")]
    [InlineData("12FF01")]
    [InlineData("0B0C")]
    [InlineData("00")]
    public void A_broken_protobuf_is_malformed(string hex)
    {
        var sink = Send("spBv1.0/baihe/NDATA/carrier-1", Convert.FromHexString(hex));

        Assert.Equal([$"quarantine {QuarantineReason.Malformed}"], sink.Lines);
    }

    [Theory]
    [InlineData(null, "spBv1.0/baihe/NDATA/carrier-1", TopicKind.Telemetry)]
    [InlineData(null, "spBv1.0/baihe/DDEATH/carrier-1/m", TopicKind.Status)]
    [InlineData(null, "spBv1.0/other/NDATA/carrier-1", null)]
    [InlineData(null, "spBv1.0/baihe/NDATA/carrier-2", null)]
    [InlineData(null, "spBv1.0/baihe/NCMD/carrier-1", null)]
    [InlineData(null, "spBv1.0/baihe/DDATA/carrier-1", null)]
    [InlineData(null, "spAv1.0/baihe/NDATA/carrier-1", null)]
    [InlineData("plant/edge-9", "spBv1.0/plant/NBIRTH/edge-9", TopicKind.Telemetry)]
    [InlineData("edge-9", "spBv1.0/baihe/NDEATH/edge-9", TopicKind.Status)]
    [InlineData("plant/edge-9", "spBv1.0/baihe/NBIRTH/edge-9", null)]
    public void A_node_owns_the_topics_of_its_group_and_edge(string? alias, string topic, TopicKind? kind)
    {
        _facts.Alias = alias;

        Assert.Equal(kind, new SparkplugDialect(_facts).KindOf(Encoding.UTF8.GetBytes(topic), CarrierPayload.Address));
    }

    [Fact]
    public void What_the_writer_writes_the_reader_reads() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var type = (SparkplugType)random.Next(1, 13);
            object value = type switch
            {
                SparkplugType.Int8 => random.Next(sbyte.MinValue, sbyte.MaxValue + 1),
                SparkplugType.Int16 => random.Next(short.MinValue, short.MaxValue + 1),
                SparkplugType.Int32 => random.Next(int.MinValue, int.MaxValue),
                SparkplugType.Int64 => random.NextInt64(-(1L << 53), 1L << 53),
                SparkplugType.UInt8 => random.Next(256),
                SparkplugType.UInt16 => random.Next(65536),
                SparkplugType.UInt32 => (uint)random.NextInt64(1L << 32),
                SparkplugType.UInt64 => (ulong)random.NextInt64(1L << 53),
                SparkplugType.Float => (float)random.NextDouble(),
                SparkplugType.Double => random.NextDouble(),
                SparkplugType.Boolean => random.Next(2) == 1,
                _ => "t" + seed,
            };
            var payload = SparkplugWriter.Write(At, 1, new SparkplugValue("x", type, value));
            var reader = new ProtoReader(payload);
            while (reader.Next() && reader.Field != SparkplugField.PayloadMetric)
            {
                // On to the metric.
            }

            Assert.True(SparkplugMetric.TryRead(reader.Bytes, out var metric));
            if (type == SparkplugType.String)
                Assert.Equal((string)value, Encoding.UTF8.GetString(metric.Text));
            else
                Assert.True(metric.TryNumber(metric.Type, out var number) && number == Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture), $"seed {seed}: {type}");
        }).QuickCheckThrowOnFailure();

    private void Born()
    {
        Send("NBIRTH/carrier-1", 0, BirthDeathSeq, Rebirth);
        Send("DBIRTH/carrier-1/Meter 7", 1,
            new SparkplugValue("Meter/Active Power", SparkplugType.Int32, 0) { Alias = 10 }, new SparkplugValue("Meter/voltage", SparkplugType.Double, 230.0) { Alias = 11 });
    }

    private LineSink Send(string rest, int? seq, params SparkplugValue[] metrics)
    {
        var (message, target) = (rest[..rest.IndexOf('/')], rest[(rest.IndexOf('/') + 1)..]);
        return Send($"spBv1.0/baihe/{message}/{target}", SparkplugWriter.Write(At, seq, metrics));
    }

    private LineSink Send(string topic, byte[] bytes)
    {
        var sink = new LineSink();
        var payload = CarrierPayload.Of(Encoding.UTF8.GetBytes(topic), bytes);
        new SparkplugDialect(_facts).Decode(in payload, sink, _births);
        return sink;
    }
}
