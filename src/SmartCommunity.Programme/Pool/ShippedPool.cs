using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SmartCommunity.Programme.Pool;

/// <summary>The district's annex: its 17 projects as the first acts of the log.</summary>
public static class ShippedPool
{
    /// <summary>The acts with which a new log begins: the policy, then each project of the annex.</summary>
    public static IReadOnlyList<ProgrammeAct> Acts()
    {
        var annex = new DeserializerBuilder()
            .WithNamingConvention(CamelCaseNamingConvention.Instance).WithTypeConverter(new PolicyReader.WordsConverter()).WithTypeConverter(new MonthConverter()).WithEnforceRequiredMembers().Build()
            .Deserialize<Annex>(System.Text.Encoding.UTF8.GetString(ShippedPolicies.Bytes("pool/fuyang-2021.yaml")));
        var policy = ShippedPolicies.Fuyang;
        return
        [
            new PolicyAdopted(PolicyLibrary.KeyOf(policy), policy.Source) { On = policy.From },
            .. annex.Projects.Select(p => new ProjectAdded(p.Id, p.Line(annex.Year), annex.Source) { On = policy.From }),
        ];
    }

    internal sealed class Annex
    {
        public required int Version { get; init; }

        public required int Year { get; init; }

        public required string Source { get; init; }

        public required List<AnnexLine> Projects { get; init; }
    }

    internal sealed class AnnexLine
    {
        public required int No { get; init; }

        public required string Id { get; init; }

        public required string Unit { get; init; }

        public required Words Name { get; init; }

        public required PlaceKind Kind { get; init; }

        public required ProjectType Type { get; init; }

        public Month? Start { get; init; }

        public required Month Finish { get; init; }

        public PoolLine Line(int year) => new() { No = No, Name = Name, Unit = Unit, Kind = Kind, Type = Type, Start = Start, Finish = Finish, Year = year };
    }

    private sealed class MonthConverter : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(Month) || type == typeof(Month?);

        public object? ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
        {
            var scalar = parser.Consume<Scalar>();
            if (scalar.Value is "null" && type == typeof(Month?))
                return null;
            return Month.TryParse(scalar.Value, out var month) ? month : throw new YamlException(scalar.Start, scalar.End, $"'{scalar.Value}' is not a month as 2022-05.");
        }

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) => throw new NotSupportedException("The annex is read, not written.");
    }
}
