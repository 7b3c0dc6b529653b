using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.Dlt645;

namespace SmartCommunity.Tests.Telemetry.Dialects.Dlt645;

public sealed class Dlt645DialectTests
{
    private const string Meter = "042209026460";

    /// <summary>The sample of the standard's many descriptions: voltage block, 231.4 V.</summary>
    private const string Sample = "68 60 64 02 09 22 04 68 91 0a 33 32 34 35 47 56 33 33 33 33 97 16";

    [Theory]
    [InlineData(Sample)]
    [InlineData("FEFEFEFE6860640209220468910A333234354756333333339716")]
    [InlineData("  fefe 6860640209220468910a33323435475633333333 9716 \r\n")]
    public void The_sample_frame_is_231_4_volts_of_its_meter(string text)
    {
        var sink = Decode(text);

        Assert.Equal(["meter-1 1764000000000 ServerTime voltage=231.4 voltageB=0 voltageC=0"], sink.Lines);
    }

    [Fact]
    public void The_writer_writes_the_sample_frame()
    {
        Assert.Equal(Sample.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant(), Convert.ToHexString(Dlt645Writer.Answer(Meter, 0x0201_FF00, 231.4, 0, 0)));
    }

    [Theory]
    [InlineData(0x0001_0000u, 123456.78, "energyImport=123456.78")]
    [InlineData(0x0001_FF00u, 99.5, "energyImport=99.5")]
    [InlineData(0x0002_0000u, 0.01, "energyExport=0.01")]
    [InlineData(0x0201_0100u, 220.5, "voltage=220.5")]
    [InlineData(0x0201_0300u, 218.9, "voltageC=218.9")]
    [InlineData(0x0202_0100u, -12.345, "current=-12.345")]
    [InlineData(0x0202_0200u, 399.999, "currentB=399.999")]
    [InlineData(0x0203_0000u, -7.0001, "activePower=-7.0001")]
    [InlineData(0x0203_FF00u, 7.5, "activePower=7.5")]
    [InlineData(0x0204_0000u, 1.25, "reactivePower=1.25")]
    [InlineData(0x0206_0000u, -0.987, "powerFactor=-0.987")]
    [InlineData(0x0280_0002u, 50.01, "frequency=50.01")]
    public void Each_identifier_is_its_quantity_with_sign_and_decimals(uint identifier, double value, string expected)
    {
        var sink = Decode(Convert.ToHexString(Dlt645Writer.Answer(Meter, identifier, value)));

        Assert.Equal([$"meter-1 1764000000000 ServerTime {expected}"], sink.Lines);
    }

    [Fact]
    public void Blocks_hold_phases_or_a_total_with_phases_behind_it()
    {
        var sink = Decode(
            Hex(Dlt645Writer.Answer(Meter, 0x0202_FF00, 1.5, -2.25, 3)) + Hex(Dlt645Writer.Answer(Meter, 0x0203_FF00, 3.3, 1.1, 1.1, 1.1))
            + Hex(Dlt645Writer.Answer("000000000001", 0x0001_FF00, 100, 10, 20, 30, 40)));

        Assert.Equal(
            [
                "meter-1 1764000000000 ServerTime current=1.5 currentB=-2.25 currentC=3", "meter-1 1764000000000 ServerTime activePower=3.3",
                "meter-2 1764000000000 ServerTime energyImport=100",
            ],
            sink.Lines);
    }

    [Fact]
    public void JSON_dates_its_frames_wherever_the_time_stands()
    {
        var sink = Decode($$"""{"frames":["{{Sample}}"],"site":"B1","ts":1763999999000}""");

        Assert.Equal(["meter-1 1763999999000 Good voltage=231.4 voltageB=0 voltageC=0"], sink.Lines);
    }

    [Fact]
    public void An_answer_that_says_more_follows_is_read_and_its_continuation_is_told()
    {
        byte[] data = [0x00, 0x01, 0x01, 0x02, 0x14, 0x23];

        Assert.Equal(["meter-1 1764000000000 ServerTime voltage=231.4"], Decode(Hex(Dlt645Writer.Frame(Meter, 0xB1, data))).Lines);
        Assert.Equal([$"quarantine {QuarantineReason.Shape}"], Decode(Hex(Dlt645Writer.Frame(Meter, 0x92, data))).Lines);
    }

    [Fact]
    public void A_value_of_FF_is_absent_and_one_that_is_no_digit_is_a_fault_of_its_own()
    {
        byte[] data = [0x00, 0xFF, 0x01, 0x02, 0x14, 0x23, 0xFF, 0xFF, 0xAA, 0x00];

        var sink = Decode(Hex(Dlt645Writer.Frame(Meter, 0x91, data)));

        Assert.Equal(["meter-1 1764000000000 ServerTime voltage=231.4", "quarantine badValue"], sink.Lines);
    }

    [Theory]
    [InlineData("68 60 64 02 09 22 04 68 91 0a 33 32 34 35 47 56 33 33 33 33 98 16", QuarantineReason.Malformed, "checksum")]
    [InlineData("68 60 64 02 09 22 04 68 91 0a 33 32 34 35 47 56 33 33 33 33 97 17", QuarantineReason.Malformed, "16H")]
    [InlineData("68 60 64 02 09 22 04 68 91 0a 33 32 34 35 47 56", QuarantineReason.Malformed, "cut off")]
    [InlineData("12 34 56 78 12 34 56 78 12 34 56 78 12 34", QuarantineReason.Malformed, "68H")]
    [InlineData("68 6", QuarantineReason.Malformed, "Character")]
    [InlineData("zz", QuarantineReason.Malformed, "Character 1")]
    [InlineData("", QuarantineReason.Shape, "no frame")]
    [InlineData("FE FE", QuarantineReason.Shape, "no frame")]
    [InlineData("{\"frames\":[]}", QuarantineReason.Shape, "no frame")]
    [InlineData("{\"frames\":[1]}", QuarantineReason.Shape, "strings")]
    [InlineData("{\"frames\":", QuarantineReason.Malformed, "JSON")]
    [InlineData("{\"ts\":\"soon\",\"frames\":[\"68 60 64 02 09 22 04 68 91 0a 33 32 34 35 47 56 33 33 33 33 97 16\"]}", QuarantineReason.BadTimestamp, "ts")]
    public void What_is_no_frame_is_refused_with_its_reason(string text, string reason, string detail)
    {
        var sink = Decode(text);

        Assert.Equal([$"quarantine {reason}"], sink.Lines);
        Assert.Contains(detail, sink.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_frame_and_an_unknown_meter_cost_nobody_else_his_measurements()
    {
        var bad = Dlt645Writer.Answer(Meter, 0x0201_0100, 1);
        bad[12]++;

        var sink = Decode(Hex(bad) + Hex(Dlt645Writer.Answer("999999999999", 0x0201_0100, 1)) + Sample);

        Assert.Equal("meter-1 1764000000000 ServerTime voltage=231.4 voltageB=0 voltageC=0", sink.Lines[0]);
        Assert.Equal(QuarantineReason.Malformed, sink.Reason);
        Assert.Contains("'999999999999'", sink.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_errors_and_identifiers_that_are_not_read_are_told()
    {
        Assert.Equal(QuarantineReason.Shape, Decode(Hex(Dlt645Writer.Read(Meter, 0x0201_FF00))).Reason);
        Assert.Contains("error, code 02H", Decode(Hex(Dlt645Writer.Error(Meter, 2))).Detail, StringComparison.Ordinal);
        Assert.Equal(QuarantineReason.UnknownQuantity, Decode(Hex(Dlt645Writer.Frame(Meter, 0x91, [1, 1, 0, 4, 0]))).Reason);
        Assert.Equal(QuarantineReason.UnknownQuantity, Decode(Hex(Dlt645Writer.Answer(Meter, 0x0203_0100, 1))).Reason);
        Assert.Equal(QuarantineReason.Shape, Decode(Hex(Dlt645Writer.Frame(Meter, 0x91, [0, 1, 1, 2, 5]))).Reason);
    }

    [Fact]
    public void A_mapping_takes_an_identifier_that_is_no_quantity()
    {
        var facts = CarrierFacts.Golden();
        facts.Fields["02030100"] = new("activePower", 1, 0);

        var sink = CarrierPayload.Decode(new Dlt645Dialect(facts), "dlt645/carrier-1/up"u8, Encoding.ASCII.GetBytes(Hex(Dlt645Writer.Answer(Meter, 0x0203_0100, 1.5))));

        Assert.Equal(["meter-1 1764000000000 ServerTime activePower=1.5"], sink.Lines);
    }

    [Fact]
    public void Only_the_concentrators_own_topic_is_its_topic()
    {
        var dialect = new Dlt645Dialect(CarrierFacts.Golden());

        Assert.Equal(TopicKind.Telemetry, dialect.KindOf("dlt645/carrier-1/up"u8, CarrierPayload.Address));
        Assert.Null(dialect.KindOf("dlt645/carrier-2/up"u8, CarrierPayload.Address));
        Assert.Null(dialect.KindOf("dlt645/carrier-1/down"u8, CarrierPayload.Address));
        Assert.Null(dialect.KindOf("modbus/carrier-1/up"u8, CarrierPayload.Address));
    }

    [Fact]
    public void What_the_writer_writes_the_decoder_reads() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var item = Dlt645Item.All.Values.ElementAt(random.Next(Dlt645Item.All.Count));
            var digits = (item.ValueBytes * 2) - (item.IsSigned ? 1 : 0);
            var values = new double[item.IsBlock ? item.Fields.Length : 1];
            for (var i = 0; i < values.Length; i++)
                values[i] = Math.Round(random.NextInt64((long)Math.Pow(10, digits)) * (item.IsSigned && random.Next(2) == 0 ? -1 : 1) / Math.Pow(10, item.Decimals), item.Decimals);
            Assert.Equal(Dlt645Fault.None, Dlt645Frame.Read(Dlt645Writer.Answer(Meter, item.Identifier, values), out var frame, out var length));
            Assert.Equal((Meter, item.Identifier, 12 + frame.DataLength), (frame.Address(), frame.Identifier, length));
            for (var i = 0; i < values.Length; i++)
            {
                Assert.Equal(BcdOutcome.Read, Dlt645Bcd.Read(in frame, 4 + (i * item.ValueBytes), item, out var read));
                Assert.Equal(values[i], read);
            }
        }).QuickCheckThrowOnFailure();

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);

    private static LineSink Decode(string text) => CarrierPayload.Decode(new Dlt645Dialect(CarrierFacts.Golden()), "dlt645/carrier-1/up"u8, Encoding.UTF8.GetBytes(text));
}
