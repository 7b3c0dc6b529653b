using YamlDotNet.RepresentationModel;

namespace SmartCommunity.Tests.Indicators.Packs;

/// <summary>One thing wrong anywhere in a shipped pack is found where it is.</summary>
public sealed class PackDamageTests
{
    /// <summary>Keys damaged a run, spread over the file; each is a whole reading of the pack.</summary>
    private const int Samples = 60;

    [Theory]
    [InlineData(PackText.Zhejiang)]
    [InlineData(PackText.Inclusive)]
    public void A_misspelt_key_is_told_at_its_line_and_column(string name)
    {
        var text = PackText.Shipped(name);
        var seed = Environment.TickCount;
        foreach (var key in Chosen(Keys(text), seed))
        {
            var damaged = text.Insert((int)key.Start.Index, "q");

            var (pack, faults) = PackText.Read(damaged);

            Assert.True(pack is null, $"seed {seed}: '{key.Value}' of line {key.Start.Line} may be called 'q{key.Value}'");
            Assert.True(
                faults.Any(f => f.Line == key.Start.Line && f.Column == key.Start.Column && f.Path.EndsWith($"q{key.Value}", StringComparison.Ordinal)) || faults.Any(f => f.Line == key.Start.Line && TellsWhatItIs(key)),
                $"seed {seed}: '{key.Value}' of line {key.Start.Line} is not told there: {string.Join("; ", faults)}");
        }
    }

    [Theory]
    [InlineData(PackText.Zhejiang)]
    [InlineData(PackText.Inclusive)]
    public void A_number_that_is_none_is_told_at_its_line_and_column(string name)
    {
        var text = PackText.Shipped(name);
        var seed = Environment.TickCount;
        foreach (var number in Chosen([.. Scalars(text).Where(s => s.Style == YamlDotNet.Core.ScalarStyle.Plain && double.TryParse(s.Value, System.Globalization.CultureInfo.InvariantCulture, out _))], seed))
        {
            var damaged = text.Insert((int)number.Start.Index, "x");

            var (_, faults) = PackText.Read(damaged);

            Assert.True(faults.Any(f => f.Line == number.Start.Line && f.Column == number.Start.Column), $"seed {seed}: line {number.Start.Line}: {string.Join("; ", faults)}");
        }
    }

    /// <summary>Without these the loader cannot tell what the mapping is: it says that they are missing, and no more.</summary>
    private static bool TellsWhatItIs(YamlScalarNode key) => key.Value is "op" or "from" or "anyOf";

    private static IReadOnlyList<YamlScalarNode> Chosen(List<YamlScalarNode> all, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Samples).Select(_ => all[random.Next(all.Count)])];
    }

    private static List<YamlScalarNode> Keys(string text) => [.. Document(text).AllNodes.OfType<YamlMappingNode>().SelectMany(static m => m.Children.Keys).OfType<YamlScalarNode>()];

    private static List<YamlScalarNode> Scalars(string text) => [.. Document(text).AllNodes.OfType<YamlScalarNode>()];

    private static YamlDocument Document(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents[0];
    }
}
