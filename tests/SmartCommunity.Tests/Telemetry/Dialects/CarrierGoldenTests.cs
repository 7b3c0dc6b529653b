using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Telemetry.Dialects;

public sealed class CarrierGoldenTests
{
    public static TheoryData<string> Dialects => [DialectCode.Dlt645, DialectCode.Modbus, DialectCode.SparkplugB, DialectCode.HomeAssistant];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Golden_payloads_are_decoded_as_they_always_were(string dialect)
    {
        var names = GoldenMessage.Names(dialect).ToArray();

        Assert.NotEmpty(names);
        foreach (var name in names)
        {
            var connection = new GoldenConnection(dialect);
            foreach (var message in GoldenMessage.Read(name))
            {
                var lines = connection.Decode(message.Topic, message.Payload).Lines;
                Assert.True(message.Expected.SequenceEqual(lines), $"{name}, {message.Topic}:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}");
            }
        }
    }

    /// <summary>Bits flipped, bytes cut, doubled and put in: nothing throws, and at most one quarantine comes of a payload (the sink sees to it).</summary>
    [Theory]
    [MemberData(nameof(Dialects))]
    public void Damaged_golden_payloads_never_throw(string dialect)
    {
        var scripts = GoldenMessage.Names(dialect).Select(GoldenMessage.Read).ToArray();
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var connection = new GoldenConnection(dialect);
            foreach (var message in scripts[random.Next(scripts.Length)])
            {
                var payload = random.Next(3) == 0 ? message.Payload : Mutation.Of(message.Payload, message.Payload, random);
                try
                {
                    connection.Decode(message.Topic, payload);
                }
                catch (Exception e) when (e is not Xunit.Sdk.XunitException)
                {
                    Assert.Fail($"seed {seed}, {message.Topic}, {Convert.ToHexString(payload)}: {e}");
                }
            }
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Any_bytes_are_decoded_or_quarantined(string dialect)
    {
        var topics = GoldenMessage.Names(dialect).SelectMany(GoldenMessage.Read).Select(m => m.Topic).Distinct().ToArray();
        Prop.ForAll<byte[]>(bytes =>
        {
            var connection = new GoldenConnection(dialect);
            foreach (var topic in topics)
                connection.Decode(topic, bytes);
        }).QuickCheckThrowOnFailure();
    }
}
