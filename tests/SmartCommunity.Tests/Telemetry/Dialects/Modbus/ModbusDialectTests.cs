using System.Globalization;
using System.Text;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.Modbus;

namespace SmartCommunity.Tests.Telemetry.Dialects.Modbus;

public sealed class ModbusDialectTests
{
    [Fact]
    public void A_SunSpec_inverter_is_read_with_its_scale_factors_and_without_what_it_has_not()
    {
        var words = new ushort[40];
        Set(words, 2, 123, 41, 41, 41, unchecked((ushort)-1)); // A, phases, A_SF
        Set(words, 10, 2301, 2302, 2303, unchecked((ushort)-1)); // Voltages, V_SF
        Set(words, 14, 5000, 0); // W, W_SF
        Set(words, 16, 5001, unchecked((ushort)-2)); // Hz, Hz_SF
        Set(words, 22, unchecked((ushort)-995), unchecked((ushort)-1)); // PF, PF_SF
        Set(words, 24, 0x0012, 0xD687, 0); // WH 1234567, WH_SF
        Set(words, 27, 0xFFFF, 0x8000, 6100, unchecked((ushort)-1)); // DCA not there, DCV, DCV_SF
        Set(words, 34, 0x8000, 0, 0, unchecked((ushort)-1)); // Temperature not there
        Set(words, 38, 4);

        var sink = Decode($$"""{"ts":1763999999000,"unit":17,"function":3,"address":40069,"registers":"{{Hex(words)}}"}""");

        Assert.Equal(
            ["inverter-1 1763999999000 Good current=12.3 voltage=230.1 pvPower=5 frequency=50.01 powerFactor=-0.995 pvEnergy=1234.567 dcVoltage=610 inverterState=4"],
            sink.Lines);
    }

    [Fact]
    public void Floats_of_a_three_phase_meter_come_as_an_array_of_numbers_too()
    {
        var words = new ushort[76];
        foreach (var (address, value) in new[] { (0, 230.5f), (2, 231f), (4, 229.75f), (52, -1500f), (70, 50f), (72, 4321.5f) })
            ModbusCodec.Split(ModbusCodec.RawOf(value, ModbusType.F32, 0), words.AsSpan(address, 2), lowWordFirst: false, lowByteFirst: false);

        var sink = Decode($$"""{"line":"east","unit":1,"function":4,"address":0,"registers":[{{string.Join(',', words)}}]}""");

        Assert.Equal(
            [
                "meter-3 1764000000000 ServerTime voltage=230.5 voltageB=231 voltageC=229.75 current=0 currentB=0 currentC=0 activePower=-1.5 reactivePower=0 powerFactor=0 frequency=50 energyImport=4321.5 energyExport=0",
            ],
            sink.Lines);
    }

    [Fact]
    public void Several_blocks_share_a_time_or_have_their_own()
    {
        var sink = Decode(
            """{"reads":[{"unit":2,"function":3,"address":0,"registers":[455,215]},{"ts":1763999998000,"unit":2,"function":3,"address":2,"registers":"0258"}],"ts":1763999999000}""");

        Assert.Equal(["air-1 1763999999000 Good humidity=45.5 temp=21.5", "air-1 1763999998000 Good co2=600"], sink.Lines);
    }

    [Fact]
    public void Bits_codes_texts_and_both_orders_are_read()
    {
        var facts = CarrierFacts.Golden();
        facts.Carried["5"] = ("m-5", "electricityMeter");
        facts.Put("mixed", """
            {"registers":[
              {"table":"coil","address":3,"quantity":"relay"},
              {"address":0,"type":"bit","bit":2,"quantity":"relay","codes":{"0":"closed","1":"open"}},
              {"address":1,"type":"string","length":2,"quantity":"valve","codes":{"OPN":"open"}},
              {"address":3,"type":"u32","wordOrder":"little","byteOrder":"little","scale":0.01,"quantity":"energyImport"},
              {"address":5,"type":"bcd32","quantity":"energyExport"}]}
            """);

        var holding = CarrierPayload.Decode(new ModbusDialect(facts), "modbus/carrier-1/up"u8, """{"unit":5,"function":3,"address":0,"registers":"0004 4F50 4E00 3930 0000 0012 3456"}"""u8, "mixed");
        var coils = CarrierPayload.Decode(new ModbusDialect(facts), "modbus/carrier-1/up"u8, """{"unit":5,"function":1,"address":0,"registers":"08"}"""u8, "mixed");

        Assert.Equal(["m-5 1764000000000 ServerTime relay=0 energyImport=123.45 energyExport=123456", "quarantine foreignQuantity"], holding.Lines);
        Assert.Equal(["m-5 1764000000000 ServerTime relay=1"], coils.Lines);
    }

    [Theory]
    [InlineData("""{"unit":2,"function":3,"address":0,"registers":[455,215]""", QuarantineReason.Malformed)]
    [InlineData("7", QuarantineReason.Shape)]
    [InlineData("[1]", QuarantineReason.Shape)]
    [InlineData("""{"function":3,"address":0,"registers":[455]}""", QuarantineReason.Shape)]
    [InlineData("""{"unit":256,"function":3,"address":0,"registers":[455]}""", QuarantineReason.Shape)]
    [InlineData("""{"unit":2,"function":6,"address":0,"registers":[455]}""", QuarantineReason.Shape)]
    [InlineData("""{"unit":2,"function":3,"address":-1,"registers":[455]}""", QuarantineReason.Shape)]
    [InlineData("""{"unit":2,"function":3,"address":0}""", QuarantineReason.Shape)]
    [InlineData("""{"unit":2,"function":3,"address":0,"registers":[70000]}""", QuarantineReason.Shape)]
    [InlineData("""{"unit":2,"function":3,"address":0,"registers":"01C"}""", QuarantineReason.Shape)]
    [InlineData("""{"unit":2,"function":3,"address":0,"registers":"xyz4"}""", QuarantineReason.Shape)]
    [InlineData("""{"unit":2,"function":3,"address":900,"registers":[1]}""", QuarantineReason.Shape)]
    [InlineData("""{"unit":99,"function":3,"address":0,"registers":[455]}""", QuarantineReason.UnknownDevice)]
    [InlineData("""{"unit":1,"line":"west","function":4,"address":0,"registers":[1,2]}""", QuarantineReason.UnknownDevice)]
    [InlineData("""{"ts":"soon","unit":2,"function":3,"address":0,"registers":[455]}""", QuarantineReason.BadTimestamp)]
    [InlineData("""{"unit":2,"function":3,"address":0,"registers":[1001]}""", QuarantineReason.OutOfRange)]
    [InlineData("""{"unit":17,"function":3,"address":40071,"registers":[12]}""", QuarantineReason.BadValue)]
    public void What_cannot_be_read_is_refused_with_its_reason(string payload, string reason)
    {
        var sink = Decode(payload);

        Assert.Equal([$"quarantine {reason}"], sink.Lines);
        Assert.NotEmpty(sink.Detail);
    }

    [Fact]
    public void A_profile_that_is_not_there_is_named()
    {
        var facts = CarrierFacts.Golden();
        facts.Profiles["air-1"] = "gone";

        var sink = CarrierPayload.Decode(new ModbusDialect(facts), "modbus/carrier-1/up"u8, """{"unit":2,"function":3,"address":0,"registers":[1]}"""u8);

        Assert.Equal("Register profile 'gone' of 'air-1' does not exist.", sink.Detail);
    }

    private static void Set(ushort[] words, int at, params ushort[] values) => values.CopyTo(words, at);

    private static string Hex(ushort[] words) => string.Concat(words.Select(w => w.ToString("x4", CultureInfo.InvariantCulture)));

    private static LineSink Decode(string payload) => CarrierPayload.Decode(new ModbusDialect(CarrierFacts.Golden()), "modbus/carrier-1/up"u8, Encoding.UTF8.GetBytes(payload));
}
