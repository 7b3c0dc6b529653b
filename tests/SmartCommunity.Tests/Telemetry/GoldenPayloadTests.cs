using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Telemetry.Payloads;
using SmartCommunity.Tests.Tidy;

namespace SmartCommunity.Tests.Telemetry;

/// <summary>What a device of each class sends (<c>Golden/CLASS.json</c>, <c>CLASS.events.jsonl</c>), and what must come of it (<c>CLASS.expected</c>).</summary>
public sealed class GoldenPayloadTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/SmartCommunity.Tests/Telemetry/Golden");

    [Fact]
    public void Every_class_has_a_golden_payload_and_every_golden_payload_a_class() =>
        Assert.Equal(
            DeviceClassCatalogue.Default.All.Select(c => c.Code),
            Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_golden_payload_gives_its_measurements_and_events()
    {
        foreach (var code in DeviceClassCatalogue.Default.All.Select(c => c.Code))
        {
            Assert.Equal(File.ReadAllLines(Path.Combine(Folder, $"{code}.expected")), Decode(code));
        }
    }

    [Fact]
    public void The_golden_payloads_of_a_class_show_all_its_quantities_and_events()
    {
        foreach (var one in DeviceClassCatalogue.Default.All)
        {
            var shown = File.ReadAllLines(Path.Combine(Folder, $"{one.Code}.expected")).Select(line => line.Split(' ')).Select(words => words[1] == "event" ? $"event {words[2]}" : words[1]);

            Assert.Equal([], one.Quantities.Select(q => q.Name).Concat(one.Events.Select(e => $"event {e}")).Except(shown));
        }
    }

    private static List<string> Decode(string code)
    {
        var lines = new List<string>();
        var telemetry = Decoding.Telemetry(File.ReadAllBytes(Path.Combine(Folder, $"{code}.json")), code);
        Assert.Null(telemetry.Detail);
        foreach (var message in telemetry.Messages)
            lines.AddRange(message.Values.Split(' ').Select(v => FormattableString.Invariant($"{message.AtMs} {v.Replace('=', ' ')} {message.Quality}")));
        foreach (var line in File.ReadAllLines(Path.Combine(Folder, $"{code}.events.jsonl")))
        {
            var seen = Decoding.Event(System.Text.Encoding.UTF8.GetBytes(line), code);
            Assert.Null(seen.Reason);
            var happened = Assert.Single(seen.Events);
            lines.Add($"{happened.AtMs} event {happened.Type} {happened.EventId} {happened.DataJson}");
        }

        return lines;
    }
}
