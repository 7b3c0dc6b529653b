using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;

namespace SmartCommunity.Tests.Telemetry.Dialects;

/// <summary>
/// Payloads as devices send them, with what must be read in them beside: <c>NAME.json</c> and <c>NAME.txt</c>, whose head names topic, class and carried devices; a mapping file is
/// <c>NAME.profile</c>. Changing an expectation changes what is stored of real devices.
/// </summary>
public sealed class GoldenTests
{
    public static TheoryData<string, string> Payloads
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var dialect in new[] { DialectCode.ThingsBoard, DialectCode.VendorJson, DialectCode.IotHub })
            {
                foreach (var file in Directory.GetFiles(Folder(dialect), "*.json").Order(StringComparer.Ordinal))
                    all.Add(dialect, Path.GetFileNameWithoutExtension(file));
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public void A_golden_payload_gives_its_measurements(string dialect, string name)
    {
        var path = Path.Combine(Folder(dialect), name);
        var lines = File.ReadAllLines(path + ".txt").Where(l => l.Length > 0).ToArray();
        var head = lines.Where(l => l.Contains(": ", StringComparison.Ordinal) && !l.StartsWith("event", StringComparison.Ordinal)).Select(l => l.Split(": ", 2)).ToArray();
        var facts = File.Exists(path + ".profile") ? Bench.WithProfile(File.ReadAllText(path + ".profile")) : new StatedFacts();
        foreach (var carried in head.Where(h => h[0] == "carries").Select(h => h[1].Split(' ')))
            facts.Carried[carried[0]] = Bench.Device(carried[1], carried[2]);

        var reading = Bench.Read(new DialectSet(facts).Find(dialect)!, Value("class"), Value("topic"), File.ReadAllBytes(path + ".json"));

        Assert.Equal(lines[head.Length..], Bench.Lines(reading));
        if (File.Exists(path + ".profile"))
            Assert.Empty(ProfileCheck.Faults(dialect, File.ReadAllText(path + ".profile")));

        string Value(string key) => head.Single(h => h[0] == key)[1];
    }

    [Fact]
    public void There_are_golden_payloads_of_the_three_dialects() =>
        Assert.True(Directory.GetFiles(Folder(DialectCode.IotHub), "*.json").Length >= 3 && Directory.GetFiles(Folder(DialectCode.ThingsBoard), "*.json").Length >= 4 && Directory.GetFiles(Folder(DialectCode.VendorJson), "*.json").Length >= 5);

    private static string Folder(string dialect) =>
        Path.Combine(Tidy.Repository.Root, "tests", "SmartCommunity.Tests", "Telemetry", "Dialects", "Golden", dialect);
}
