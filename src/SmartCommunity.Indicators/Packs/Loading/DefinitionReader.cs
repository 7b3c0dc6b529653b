using System.Globalization;

namespace SmartCommunity.Indicators.Packs.Loading;

/// <summary>Reads what a pack defines for its formulas: facts, records, evidence, kinds of facility; and its project types.</summary>
internal static class DefinitionReader
{
    internal const int LongestTitle = 120, LongestText = 600;

    /// <summary>More than ten times what the Zhejiang standard needs.</summary>
    private const int MaxDefinitions = 1000, MaxFields = 40;

    private const double WidestFact = 1e12, WeightsSum = 100;

    /// <summary>Weights such as 11.5 add up exactly; thirds do not.</summary>
    private const double WeightTolerance = 1e-9;

    internal static IReadOnlyList<FactDefinition> Facts(PackNode node) => Unique(node, "code", static n =>
    {
        var fields = n.Fields(["code", "title", "unit", "min", "max"], ["whole"]);
        var fact = new FactDefinition
        {
            Code = fields.Read("code", static c => c.Code(), ""),
            Title = Title(fields),
            Unit = fields.Read("unit", static u => FormulaReader.ReadUnit(u).Text, ""),
            Min = fields.Read("min", static m => m.Number(-WidestFact, WidestFact), 0),
            Max = fields.Read("max", static m => m.Number(-WidestFact, WidestFact), WidestFact),
            IsWhole = fields.Read("whole", static w => w.YesNo(), false),
        };
        if (fact.Min >= fact.Max)
            fields["max"]?.Fault(string.Create(CultureInfo.InvariantCulture, $"is {fact.Max}; it must be above 'min', {fact.Min}."));
        if (fact.Unit == "bool" && (fact.Min != 0 || fact.Max != 1))
            fields.Owner.Fault("is yes or no: 'min' must be 0 and 'max' 1.");
        return (fact.Code, fact);
    });

    internal static IReadOnlyList<RecordDefinition> Records(PackNode node) => Unique(node, "code", static n =>
    {
        var fields = n.Fields(["code", "title", "fields"]);
        var code = fields.Read("code", static c => c.Code(), "");
        return (code, new RecordDefinition { Code = code, Title = Title(fields), Fields = fields.Read("fields", static f => Unique(f, "code", Field, MaxFields), []) });
    });

    internal static IReadOnlyList<EvidenceDefinition> Evidence(PackNode node) => Unique(node, "code", static n =>
    {
        var fields = n.Fields(["code", "title"], ["validFor"]);
        var code = fields.Read("code", static c => c.Code(), "");
        return (code, new EvidenceDefinition(code, Title(fields), fields.Read<TimeSpan?>("validFor", static v => v.Length(TimeSpan.FromDays(1)), null)));
    });

    internal static IReadOnlyList<FacilityKind> FacilityKinds(PackNode node) => Unique(node, "code", static n =>
    {
        var fields = n.Fields(["code", "title"]);
        var code = fields.Read("code", static c => c.Code(), "");
        return (code, new FacilityKind(code, Title(fields)));
    });

    internal static IReadOnlyList<ProjectType> ProjectTypes(PackNode node, IReadOnlyList<string> scenarios)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Unique(node, "code", n => ProjectTypeOf(n, scenarios, seen));
    }

    internal static BilingualText Title(PackFields fields, string name = "title", int longest = LongestTitle) => fields.Read(name, n => n.Bilingual(longest), new BilingualText("", ""));

    /// <summary>A provenance: <c>official:</c> or <c>unofficial:</c>, and where the numbers are from.</summary>
    internal static string Provenance(PackNode node)
    {
        var text = node.Text(LongestText);
        if (text.Length > 0 && !text.StartsWith("official: ", StringComparison.Ordinal) && !text.StartsWith("unofficial: ", StringComparison.Ordinal))
            node.Fault("must begin with 'official: ' or 'unofficial: ', and then say where the numbers are from.");
        return text;
    }

    /// <summary>The items of a list whose identity must be unique in it.</summary>
    internal static IReadOnlyList<T> Unique<T>(PackNode node, string identity, Func<PackNode, (string Identity, T Item)> read, int most = MaxDefinitions, int least = 0)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var items = new List<T>();
        foreach (var child in node.Items(least, most, identity))
        {
            var (id, item) = read(child);
            if (id.Length > 0 && !seen.Add(id))
                (child.Peek(identity) ?? child).Fault($"'{id}' is here twice.");
            items.Add(item);
        }

        return items;
    }

    private static (string Code, RecordField Field) Field(PackNode node)
    {
        var fields = node.Fields(["code", "title", "type"], ["unit", "codes", "required"]);
        var type = fields.Read("type", static t => t.OneOf<RecordFieldType>(), RecordFieldType.Text);
        var field = new RecordField
        {
            Code = fields.Read("code", static c => c.Code(), ""),
            Title = Title(fields),
            Type = type,
            Unit = fields.Read("unit", static u => FormulaReader.ReadUnit(u).Text, ""),
            Codes = fields.Read("codes", static c => c.Texts(1, LongestTitle), []),
            IsRequired = fields.Read("required", static r => r.YesNo(), false),
        };
        if (type == RecordFieldType.Number != fields["unit"] is not null)
            fields.Owner.Fault("'unit' belongs to a number, and a number must have one.");
        if (type == RecordFieldType.Code != fields["codes"] is not null)
            fields.Owner.Fault("'codes' belongs to the type 'code', and that must have some.");
        if (field.Codes.Distinct().Count() != field.Codes.Count)
            fields["codes"]!.Fault("has a code twice.");
        return (field.Code, field);
    }

    private static (string Code, ProjectType Type) ProjectTypeOf(PackNode node, IReadOnlyList<string> scenarios, HashSet<string> seen)
    {
        var fields = node.Fields(["code", "title", "standard", "optional", "weights", "provenance"], ["aliases"]);
        var type = new ProjectType
        {
            Code = fields.Read("code", static c => c.Code(), ""),
            Title = Title(fields),
            Aliases = fields.Read("aliases", static a => a.Texts(0, LongestTitle), []),
            Standard = fields.Read("standard", s => s.Names(scenarios, "a scenario of this pack", least: 1), []),
            Optional = fields.Read("optional", o => o.Names(scenarios, "a scenario of this pack"), []),
            Weights = fields.Read("weights", w => w.Members(scenarios, "scenario of this pack").ToDictionary(static m => m.Key, static m => m.Value.Number(0, WeightsSum)), []),
            Provenance = fields.Read("provenance", Provenance, ""),
        };
        foreach (var alias in type.Aliases.Prepend(type.Code).Where(a => a.Length > 0 && !seen.Add(a)))
            node.Fault($"'{alias}' is the code or an alias of another project type, or here twice.");
        if (fields["standard"] is { } standard && fields["optional"] is { } optional)
        {
            foreach (var both in type.Standard.Intersect(type.Optional))
                optional.Fault($"'{both}' is standard already.");
            foreach (var neither in scenarios.Except(type.Standard).Except(type.Optional))
                standard.Fault($"'{neither}' is neither standard nor optional.");
        }

        if (fields["weights"] is { } weights)
            CheckWeights(weights, type.Weights, scenarios);
        return (type.Code, type);
    }

    private static void CheckWeights(PackNode node, IReadOnlyDictionary<string, double> weights, IReadOnlyList<string> scenarios)
    {
        foreach (var lacking in scenarios.Where(s => !weights.ContainsKey(s)))
            node.Fault($"'{lacking}' has no weight.");
        var sum = weights.Values.Sum();
        if (Math.Abs(sum - WeightsSum) > WeightTolerance)
            node.Fault(string.Create(CultureInfo.InvariantCulture, $"sum to {sum}; they must sum to {WeightsSum}."));
    }
}
