using System.Globalization;
using System.Security.Cryptography;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SmartCommunity.Programme.Policies;

/// <summary>Reads a policy pack. A field that is unknown, missing or outside its limits is named with its place; nothing is guessed.</summary>
public static class PolicyReader
{
    /// <summary>Longest file taken, bytes: the shipped one has 20 kB.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxPercent = 100;
    private const int MaxYears = 10;

    /// <summary>The pack in the bytes of a file; throws <see cref="PolicyException"/> with every fault found.</summary>
    public static PolicyPack Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
            throw new PolicyException([$"the file has {bytes.Length} bytes; the limit is {MaxBytes}."]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        try
        {
            var pack = Deserializer().Deserialize<PolicyPack>(System.Text.Encoding.UTF8.GetString(bytes)) ?? throw new PolicyException(["the file is empty."]);
            var faults = Faults(pack).ToList();
            return faults.Count == 0 ? pack with { Hash = hash } : throw new PolicyException(faults);
        }
        catch (YamlException fault)
        {
            throw new PolicyException([$"line {fault.Start.Line}, column {fault.Start.Column}: {fault.InnerException?.Message ?? fault.Message}"]);
        }
    }

    private static IDeserializer Deserializer() => new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithNodeTypeResolver(new ListResolver())
        .WithTypeConverter(new DayConverter())
        .WithTypeConverter(new WordsConverter())
        .WithDuplicateKeyChecking()
        .WithEnforceRequiredMembers()
        .WithCaseInsensitivePropertyMatching()
        .Build();

    private static IEnumerable<string> Faults(PolicyPack pack)
    {
        if (pack.Version < 1)
            yield return $"version: {pack.Version} is below 1.";
        if (pack.Until < pack.From)
            yield return $"until: {pack.Until:yyyy-MM-dd} is before from, {pack.From:yyyy-MM-dd}.";
        foreach (var twice in pack.Rules.GroupBy(r => r.Id).Where(g => g.Count() > 1))
            yield return $"rules: '{twice.Key}' stands {twice.Count()} times.";
        foreach (var (field, years) in Years(pack.Deadlines).Where(y => y.Years is < 1 or > MaxYears))
            yield return $"deadlines.{field}: {years} is outside 1 to {MaxYears} years.";
        foreach (var (field, percent) in Percents(pack.Subsidy).Where(p => p.Percent is < 0 or > MaxPercent))
            yield return $"subsidy.{field}: {percent} is outside 0 to {MaxPercent} percent.";
        foreach (var (field, fen) in Amounts(pack.Subsidy).Where(a => a.Fen < 0))
            yield return $"subsidy.{field}: {fen} fen is below 0.";
        if (pack.Subsidy.LatePercent + pack.Subsidy.FinalPercent > MaxPercent)
            yield return $"subsidy: latePercent {pack.Subsidy.LatePercent} and finalPercent {pack.Subsidy.FinalPercent} are more than {MaxPercent} percent together.";
        foreach (var fund in pack.Subsidy.OtherFunds.Where(f => pack.Rules.All(r => r.Id != f.Rule)))
            yield return $"subsidy.otherFunds.{fund.Code}: there is no rule '{fund.Rule}'.";
        if (!(pack.Eligibility.ReferenceHa > 0))
            yield return $"eligibility.referenceHa: {pack.Eligibility.ReferenceHa} is not above 0 hectares.";
        if (!(pack.Eligibility.GreenBand >= 0 && pack.Eligibility.GreenBand <= pack.Eligibility.AmberBand && pack.Eligibility.AmberBand <= 1))
            yield return $"eligibility: greenBand {pack.Eligibility.GreenBand} and amberBand {pack.Eligibility.AmberBand} are not 0 to 1 with green within amber.";
        if (!(pack.Eligibility.WalkingMetresPerMinute > 0))
            yield return $"eligibility.walkingMetresPerMinute: {pack.Eligibility.WalkingMetresPerMinute} is not above 0.";
        if (!(pack.Rhythm.RankingCoverage is >= 0 and <= 1))
            yield return $"rhythm.rankingCoverage: {pack.Rhythm.RankingCoverage} is outside 0 to 1.";
        foreach (var fault in RhythmFaults.Of(pack.Rhythm))
            yield return fault;
        if (pack.Acceptance.Departments.Count == 0)
            yield return "acceptance.departments: none is named; the district's review needs one.";
        foreach (var fault in GroundFaults.Of(pack))
            yield return fault;
    }

    private static (string Field, int Years)[] Years(DeadlinePolicy d) =>
        [("renovationYears", d.RenovationYears), ("renovationWithDemolitionYears", d.RenovationWithDemolitionYears), ("newBuildYears", d.NewBuildYears), ("newBuildWithResettlementYears", d.NewBuildWithResettlementYears)];

    private static (string Field, int Percent)[] Percents(SubsidyPolicy s) => [("latePercent", s.LatePercent), ("finalPercent", s.FinalPercent), ("rewardPercent", s.RewardPercent)];

    private static (string Field, long Fen)[] Amounts(SubsidyPolicy s) => [("cityFen", s.CityFen), ("provinceFen", s.ProvinceFen), ("lateCapFen", s.LateCapFen)];

    /// <summary>Lists that are read only are read into lists.</summary>
    internal sealed class ListResolver : INodeTypeResolver
    {
        public bool Resolve(NodeEvent? nodeEvent, ref Type currentType)
        {
            if (!currentType.IsGenericType || currentType.GetGenericTypeDefinition() != typeof(IReadOnlyList<>))
                return false;
            currentType = typeof(List<>).MakeGenericType(currentType.GetGenericArguments());
            return true;
        }
    }

    /// <summary>A calendar day as <c>2021-12-16</c>.</summary>
    internal sealed class DayConverter : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(DateOnly);

        public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
        {
            var scalar = parser.Consume<Scalar>();
            return DateOnly.TryParseExact(scalar.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : throw new YamlException(scalar.Start, scalar.End, $"'{scalar.Value}' is not a day as 2021-12-16.");
        }

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) => throw new NotSupportedException("Policies are read, not written.");
    }

    /// <summary>A text in both languages: <c>{zh: …, en: …}</c>.</summary>
    internal sealed class WordsConverter : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(Words);

        public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
        {
            var start = parser.Consume<MappingStart>();
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            while (!parser.TryConsume<MappingEnd>(out _))
                texts[parser.Consume<Scalar>().Value] = parser.Consume<Scalar>().Value;
            return texts.Count == 2 && texts.TryGetValue("zh", out var zh) && texts.TryGetValue("en", out var en)
                ? new Words(zh, en)
                : throw new YamlException(start.Start, start.End, "a text has zh and en, and nothing else.");
        }

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) => throw new NotSupportedException("Policies are read, not written.");
    }
}

/// <summary>A policy pack was refused; every fault found, each with its place.</summary>
public sealed class PolicyException(IReadOnlyList<string> faults) : Exception("The policy pack is refused: " + string.Join(" ", faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
