using System.Text;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;

namespace SmartCommunity.Tests.Telemetry.Dialects;

/// <summary>
/// Golden payloads of every dialect, mutated and crossed with each other: whatever comes of them, nothing throws, and a payload of which nothing is stored says why. A short run of a fixed number of
/// mutations; with <c>SMARTCOMMUNITY_LONG=1</c> ten minutes over all dialects. The seed is in the failure.
/// </summary>
public sealed class MutationFuzzTests
{
    private const int ShortRun = 20_000;
    private const int ClockEvery = 1_000;

    private static readonly TimeSpan LongRun = TimeSpan.FromMinutes(10) / DialectCode.All.Count;

    public static TheoryData<string> Dialects => [.. DialectCode.All];

    private static bool IsLong => Environment.GetEnvironmentVariable("SMARTCOMMUNITY_LONG") == "1";

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Mutated_golden_payloads_are_read_or_refused(string dialect)
    {
        var corpus = GoldenCorpus.Of(dialect);
        Assert.NotEmpty(corpus);
        var started = TimeProvider.System.GetTimestamp();
        for (var run = 0; IsLong ? run % ClockEvery != 0 || TimeProvider.System.GetElapsedTime(started) < LongRun : run < ShortRun; run++)
        {
            var random = new Random(run);
            var (read, payload) = (corpus[random.Next(corpus.Count)].Read, Mutation.Of(corpus[random.Next(corpus.Count)].Payload, corpus[random.Next(corpus.Count)].Payload, random));
            try
            {
                read(payload);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{dialect}, seed {run}, payload {Convert.ToHexString(payload)}: {e}");
            }
        }
    }
}

/// <summary>The golden payloads of a dialect, each with the topic, class and carried devices it is read under.</summary>
internal static class GoldenCorpus
{
    internal static List<(byte[] Payload, Action<byte[]> Read)> Of(string dialect) => dialect switch
    {
        DialectCode.Native => [.. Native()],
        DialectCode.ThingsBoard or DialectCode.VendorJson or DialectCode.IotHub => [.. Files(dialect)],
        _ => [.. GoldenMessage.Names(dialect).SelectMany(GoldenMessage.Read).Select(m => (m.Payload, (Action<byte[]>)(bytes => new GoldenConnection(dialect).Decode(m.Topic, bytes))))],
    };

    private static IEnumerable<(byte[], Action<byte[]>)> Native()
    {
        var dialect = new NativeDialect(new NoFacts());
        foreach (var file in Directory.GetFiles(Path.Combine(Tidy.Repository.Root, "tests", "SmartCommunity.Tests", "Telemetry", "Golden"), "*.json*").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file).Split('.')[0];
            var kind = file.EndsWith(".jsonl", StringComparison.Ordinal) ? "event" : "telemetry";
            foreach (var text in kind == "event" ? File.ReadLines(file) : [File.ReadAllText(file)])
                yield return (Encoding.UTF8.GetBytes(text), bytes => Check(Bench.Read(dialect, name, $"fc/v1/baihe/{name}/{Bench.Sender}/{kind}", bytes)));
        }
    }

    private static IEnumerable<(byte[], Action<byte[]>)> Files(string dialect)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Tidy.Repository.Root, "tests", "SmartCommunity.Tests", "Telemetry", "Dialects", "Golden", dialect), "*.json").Order(StringComparer.Ordinal))
        {
            var path = file[..^".json".Length];
            var head = File.ReadLines(path + ".txt").Where(l => l.Contains(": ", StringComparison.Ordinal)).Select(l => l.Split(": ", 2)).ToArray();
            var facts = File.Exists(path + ".profile") ? Bench.WithProfile(File.ReadAllText(path + ".profile")) : new StatedFacts();
            foreach (var carried in head.Where(h => h[0] == "carries").Select(h => h[1].Split(' ')))
                facts.Carried[carried[0]] = Bench.Device(carried[1], carried[2]);
            var decoder = new DialectSet(facts).Find(dialect)!;
            var (@class, topic) = (head.First(h => h[0] == "class")[1], head.First(h => h[0] == "topic")[1]);
            yield return (File.ReadAllBytes(file), bytes => Check(Bench.Read(decoder, @class, topic, bytes)));
        }
    }

    private static void Check(SmartCommunity.Telemetry.Payloads.PayloadReading reading)
    {
        Assert.Equal(reading.Reason is null, reading.Detail.Length == 0);
        Assert.All(reading.Messages, message => Assert.True(message.Values.Count > 0 && message.Values.All(v => double.IsFinite(v.Value))));
    }
}

/// <summary>Damages a payload: bits, cuts, repeats, pieces of another one, and numbers at the edge of what a double holds.</summary>
internal static class Mutation
{
    private static readonly string[] Edges = ["-0", "1e308", "1e-320", "9223372036854775808", "-1", "null", "NaN", "\"\\ud800\"", "[[[[[[[[[[", "{}"];

    internal static byte[] Of(byte[] payload, byte[] other, Random random)
    {
        var bytes = payload.ToList();
        for (var i = random.Next(1, 5); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, random.Next(1, bytes.Count - at + 1));
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 16))));
                    break;
                case 4:
                    var from = random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(1, 64))]);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Edges[random.Next(Edges.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
