using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Telemetry.Dtdl;

namespace SmartCommunity.Tests.Telemetry.Dtdl;

public sealed class DtdlRoundTripTests
{
    private static readonly string[] Texts = ["停车位", "Spot \"A\"", "a\\b", "line\nbreak", "<&>", "😀", ""];

    [Fact]
    public void Any_interface_is_read_back_as_it_was_written() =>
        Prop.ForAll<int>(seed =>
        {
            var written = DtdlWriter.Write(Compose(new Random(seed)));
            var reading = DtdlReader.Read(Encoding.UTF8.GetBytes(written));
            Assert.True(reading.IsValid, $"seed {seed}: {string.Join(' ', reading.Faults)}\n{written}");
            Assert.Equal(written, DtdlWriter.Write(Assert.Single(reading.Interfaces)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_damage_is_a_fault_or_another_interface_and_never_an_exception() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var bytes = Encoding.UTF8.GetBytes(DtdlWriter.Write(Compose(random)));
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            var reading = DtdlReader.Read(bytes.AsSpan(0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length)));

            Assert.Equal(reading.IsValid, reading.Interfaces.Count > 0);
        }).QuickCheckThrowOnFailure();

    private static DtdlInterface Compose(Random random) => new()
    {
        Id = $"dtmi:test:m{random.Next(100)};{random.Next(1, 9)}",
        Texts = TextsOf(random),
        Extends = [.. Enumerable.Range(0, random.Next(3)).Select(i => $"dtmi:test:base{i};1")],
        Contents = [.. Enumerable.Range(0, random.Next(6)).Select(i => Content(random, $"c{i}"))],
        Schemas = [.. Enumerable.Range(0, random.Next(2)).Select(i => new DtdlNamedSchema($"dtmi:test:schema{i};1", new DtdlArray(Schema(random, 3)), TextsOf(random)))],
    };

    private static DtdlContent Content(Random random, string name)
    {
        var quantity = random.Next(2) == 0 ? Quantity(random) : null;
        var schema = quantity is null ? Schema(random, 0) : new DtdlPrimitive(DtdlSchema.Numeric[random.Next(4)]);
        return random.Next(5) switch
        {
            0 => new DtdlTelemetry(schema, quantity) { Name = name, Texts = TextsOf(random) },
            1 => new DtdlProperty(schema, quantity, random.Next(2) == 0) { Name = name, Texts = TextsOf(random) },
            2 => new DtdlCommand(random.Next(2) == 0 ? Field(random, "request", 0) : null, random.Next(2) == 0 ? Field(random, "response", 0) : null) { Name = name, Texts = TextsOf(random) },
            3 => new DtdlRelationship(random.Next(2) == 0 ? "dtmi:test:t;1" : null, random.Next(2) == 0 ? random.Next(1, 9) : null, random.Next(2) == 0, [new DtdlProperty(schema, quantity, true) { Name = "since" }]) { Name = name, Texts = TextsOf(random) },
            _ => new DtdlComponent("dtmi:test:part;1") { Name = name, Texts = TextsOf(random) },
        };
    }

    private static DtdlSchema Schema(Random random, int depth) => random.Next(depth < 4 ? 6 : 2) switch
    {
        0 => new DtdlPrimitive(DtdlSchema.Primitives[random.Next(DtdlSchema.Primitives.Count)]),
        1 => new DtdlReference("dtmi:test:schema0;1"),
        2 => new DtdlEnum(true, [new DtdlEnumValue("low", -1, null, TextsOf(random)), new DtdlEnumValue("high", 7, null, DtdlTexts.None)]),
        3 => new DtdlEnum(false, [new DtdlEnumValue("red", 0, "r", TextsOf(random)), new DtdlEnumValue("none", 0, "", DtdlTexts.None)]),
        4 => new DtdlObject([Field(random, "f", depth + 1), Field(random, "g", depth + 1)]),
        _ => new DtdlMap(new DtdlField("key", new DtdlPrimitive("string"), null, DtdlTexts.None), Field(random, "value", depth + 1)),
    };

    private static DtdlField Field(Random random, string name, int depth) => random.Next(2) == 0
        ? new DtdlField(name, new DtdlPrimitive("double"), Quantity(random), TextsOf(random))
        : new DtdlField(name, Schema(random, depth), null, TextsOf(random));

    private static DtdlQuantity Quantity(Random random)
    {
        var semantics = DtdlUnits.Semantics.ToArray();
        var semantic = semantics[random.Next(semantics.Length)];
        var units = DtdlUnits.Of(semantic)!;
        return new DtdlQuantity(semantic, random.Next(4) == 0 ? null : units[random.Next(units.Count)]);
    }

    private static DtdlTexts TextsOf(Random random) => new(
        random.Next(2) == 0 ? [] : new Dictionary<string, string> { ["zh"] = Texts[random.Next(Texts.Length)], ["en"] = Texts[random.Next(Texts.Length)] },
        random.Next(3) > 0 ? [] : new Dictionary<string, string> { ["en"] = Texts[random.Next(Texts.Length)] },
        random.Next(3) > 0 ? null : Texts[random.Next(Texts.Length)]);
}
