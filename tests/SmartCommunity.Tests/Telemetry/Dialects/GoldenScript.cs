using System.Text;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Dialects.HomeAssistant;
using SmartCommunity.Telemetry.Dialects.SparkplugB;

namespace SmartCommunity.Tests.Telemetry.Dialects;

/// <summary>
/// A golden file: messages of one connection in order, each <c>topic …</c>, then <c>text …</c> or <c>hex …</c>, then what must come of it, a line a find, behind <c>&gt;</c>. Lines that
/// begin with <c>#</c> are for people.
/// </summary>
internal sealed record GoldenMessage(string Topic, byte[] Payload, IReadOnlyList<string> Expected)
{
    private const string Folder = "golden/";

    internal static IEnumerable<string> Names(string dialect) => typeof(GoldenMessage).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Folder + dialect, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    internal static List<GoldenMessage> Read(string name)
    {
        using var reader = new StreamReader(typeof(GoldenMessage).Assembly.GetManifestResourceStream(name)!);
        var messages = new List<GoldenMessage>();
        var (topic, payload, expected) = ("", Array.Empty<byte>(), new List<string>());
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("topic ", StringComparison.Ordinal))
            {
                if (topic.Length > 0)
                    messages.Add(new GoldenMessage(topic, payload, expected));
                (topic, payload, expected) = (line[6..], [], []);
            }
            else if (line.StartsWith("text ", StringComparison.Ordinal))
            {
                payload = Encoding.UTF8.GetBytes(line[5..]);
            }
            else if (line.StartsWith("hex ", StringComparison.Ordinal))
            {
                payload = Convert.FromHexString(line[4..]);
            }
            else if (line.StartsWith("> ", StringComparison.Ordinal))
            {
                expected.Add(line[2..]);
            }
        }

        messages.Add(new GoldenMessage(topic, payload, expected));
        return messages;
    }
}

/// <summary>Decodes message after message as a connection does: with the births and configs that came before.</summary>
internal sealed class GoldenConnection
{
    private readonly IDialect _dialect;
    private readonly SparkplugBirths _births = new();
    private readonly HaConfigs _configs = new();

    internal GoldenConnection(string dialect) => _dialect = new DialectSet(CarrierFacts.Golden()).Find(dialect)!;

    internal LineSink Decode(string topic, ReadOnlySpan<byte> bytes)
    {
        var sink = new LineSink();
        var payload = CarrierPayload.Of(Encoding.UTF8.GetBytes(topic), bytes);
        switch (_dialect)
        {
            case SparkplugDialect sparkplug:
                SparkplugDialect.IsSafety(bytes, _births);
                sparkplug.Decode(in payload, sink, _births);
                break;
            case HaDialect homeAssistant:
                if (_configs.Find(payload.Topic) is { } known)
                    homeAssistant.IsSafety(known, bytes, CarrierPayload.Address);
                homeAssistant.Decode(in payload, sink, _configs);
                break;
            default:
                _dialect.Decode(TopicKind.Telemetry, in payload, sink);
                break;
        }

        return sink;
    }
}
