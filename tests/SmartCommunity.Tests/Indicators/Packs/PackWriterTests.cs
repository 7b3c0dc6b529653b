using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Tests.Indicators.Packs;

public sealed class PackWriterTests
{
    private static readonly string[] Texts = ["x", "面积", "a: b", "# no remark", "\"quoted\"", "back\\slash", "true", "12", " blanks ", "two\nlines", "tab\tand \u0007 bell", "{braces}", "emoji 🏘", "- dash", "'", "null"];

    [Theory]
    [InlineData(PackText.Zhejiang)]
    [InlineData(PackText.Inclusive)]
    public void A_shipped_pack_printed_and_read_is_the_same_pack(string name)
    {
        var pack = PackLibrary.Shipped.Find(name)!;

        var again = PackText.Good(PackWriter.Write(pack));

        Assert.Equal([], PackDiff.Of(pack, again).Changes);
        Assert.Equal(PackWriter.Write(pack), PackWriter.Write(again));
        // Not by the tree the diff compares, but by what the records themselves say.
        Assert.Equal(pack.Measures.Select(Told), again.Measures.Select(Told));
        Assert.Equal(pack.Facts, again.Facts);
        Assert.Equal(pack.Evidence, again.Evidence);
    }

    [Fact]
    public void Any_pack_printed_and_read_is_the_same_pack() => Prop.ForAll(Packs().ToArbitrary(), static pack =>
    {
        var text = PackWriter.Write(pack);
        var again = PackText.Good(text);
        Assert.Equal([], PackDiff.Of(pack, again).Changes);
        Assert.Equal(pack.Measures.Select(Told), again.Measures.Select(Told));
        Assert.Equal(text, PackWriter.Write(again));
    }).QuickCheckThrowOnFailure();

    private static Gen<StandardPack> Packs() =>
        from formula in Formulas(3)
        from title in Gen.Elements(Texts)
        from floor in Gen.Choose(0, 50)
        from rise in Gen.Choose(0, 5000)
        from age in Gen.Choose(60, 300_000)
        from nature in Gen.Elements(MeasureNature.Binding, MeasureNature.Guiding)
        from isShare in Gen.Elements(true, false)
        select Change(PackText.Good(PackText.Small), m => m.Id != "A-01b" ? m : m with
        {
            Title = new BilingualText(title, title + "."), Thresholds = new Dictionary<string, Threshold> { ["only"] = new(floor / 7.0, (floor / 7.0) + (rise / 10.0)) }, MaxAge = TimeSpan.FromSeconds(age), Nature = nature,
            IsResidentShare = isShare, Unit = "bool", Formula = new Comparison(formula, CompareOp.Greater, 0.1), FormulaByProjectType = isShare ? new Dictionary<string, Formula> { ["only"] = new Comparison(formula, CompareOp.Less, 1e-7) } : new Dictionary<string, Formula>(),
        });

    private static StandardPack Change(StandardPack pack, Func<Measure, Measure> change) => pack with
    {
        Scenarios = [.. pack.Scenarios.Select(s => s with { Indicators = [.. s.Indicators.Select(i => i with { Measures = [.. i.Measures.Select(change)] })] })],
    };

    private static Gen<Formula> Formulas(int depth) => depth == 0 ? Leaves() : Gen.OneOf(
        Leaves(),
        from a in Formulas(depth - 1) from b in Formulas(depth - 1) from times in Gen.Elements(1, 100, 0.3, 1000) select (Formula)new Ratio(a, b, times),
        from a in Formulas(depth - 1) from b in Formulas(depth - 1) select (Formula)new Arithmetic(ArithmeticKind.Multiply, [a, b]),
        from a in Formulas(depth - 1) from kind in Gen.Elements(ArithmeticKind.Add, ArithmeticKind.Subtract, ArithmeticKind.Min, ArithmeticKind.Max) select (Formula)new Arithmetic(kind, [a, a, a]),
        from a in Formulas(depth - 1) from op in Gen.Elements(Enum.GetValues<CompareOp>()) select (Formula)new Comparison(a, op, -2.5));

    private static Gen<Formula> Leaves()
    {
        var windows = Gen.OneOf(Gen.Choose(1, 366).Select(static d => new WindowSpan(WindowKind.Rolling, d)), Gen.Elements(new WindowSpan(WindowKind.Day, 1), new WindowSpan(WindowKind.Week, 7), new WindowSpan(WindowKind.Month, 31)));
        var hours = Gen.Elements(null, new DailyHours(480, 1080, [1, 2, 5]), new DailyHours(1200, 300, []), new DailyHours(0, 1440, [7]));
        DeviceSelector gates = new(["accessGate", "peopleCounter"], [], ["hall"], []), elder = new([], ["elderlyCare"], [], ["unit", "facility"]), stations = new(["healthStation"], [], [], []);
        return Gen.OneOf(
            Gen.Elements<Formula>(new RegistryValue("households"), new EvidenceScore("plan"), new EvidenceCount(["plan"], true, new WindowSpan(WindowKind.Rolling, 365)), new Constant(-0.125, "kg{CO2}/(kW.h)"), new Constant(1e-9, "1")),
            from w in windows from counted in Gen.Elements(null, "visit") select (Formula)new RegisterDelta(gates, "entries", w) { Counted = counted },
            from w in windows from h in hours from not in Gen.Elements(true, false) from hold in Gen.Choose(1, 24) select (Formula)new Uptime(new(["evCharger"], [], [], []), "chargerStatus", [7, 8], not, h, w, hold, !not),
            from w in windows from h in hours from asHours in Gen.Elements(true, false) select (Formula)new Uptime(elder, null, [], false, h, w, 3, asHours),
            from w in windows from h in hours select (Formula)new Aggregate(AggregateKind.Avg, new SampleSource(new(["indoorAir"], [], [], []), "co2", [new Condition("value", CompareOp.LessOrEqual, 1000.5, [])], h, w), "value"),
            from w in windows
            select (Formula)new DistinctSubjects(
                new EventSource(stations, ["visit"], [new Condition("consent", CompareOp.Equal, 1, []), new Condition("bloodPressure", CompareOp.Equal, 1, []) { Or = [new Condition("glucose", CompareOp.NotEqual, 0, [])] }], w), "subject") { Counted = "resident" },
            from seconds in Gen.Choose(1, 9999) from w in windows select (Formula)new WithinSeconds(new EventSource(elder, ["sos", "fall"], [], w), new FollowerSource(null, [], null, 0, [new StepLimit("onSite", seconds), new StepLimit("acknowledged", 1)]), seconds, null),
            from seconds in Gen.Choose(1, 9999)
            from w in windows
            from key in Gen.Elements(null, "eventId", "plateHash")
            select (Formula)new WithinSeconds(new EventSource(new(["parkingGate"], [], [], []), ["gateEntry"], [new Condition("openedBy", CompareOp.NotEqual, null, ["card", "button"])], w), new FollowerSource(new(["parkingSpot"], [], [], []), [], "spotStatus", 1, []), seconds, key),
            from seen in Gen.Choose(1, 9999)
            select (Formula)new Count(new DeviceSource(elder, [new Condition("hasPlace", CompareOp.Equal, 1, [])], TimeSpan.FromSeconds(seen), null, ["pir", "doorContact"]), null),
            from built in Gen.Choose(700_000, 740_000)
            select (Formula)new Aggregate(AggregateKind.Max, new RecordSource("facility", [new Condition("built", CompareOp.Greater, built, [])], null, null), "area"),
            from share in Gen.Choose(0, 100)
            select (Formula)new DegreeDaySaving(
                new Constant(1, "kW.h"), new Constant(2, "kW.h"), new Constant(3, "Cel.d"), new(["outdoorAir"], [], [], []), 18, 26.5, share / 100.0, new WindowSpan(WindowKind.Rolling, 365)));
    }

    /// <summary>A measure in words, lists and all.</summary>
    private static string Told(Measure measure) => System.Text.Json.JsonSerializer.Serialize(
        new { measure.Id, measure.Title, measure.Nature, measure.Source, measure.Unit, measure.Direction, Thresholds = measure.Thresholds.OrderBy(static t => t.Key, StringComparer.Ordinal), measure.MaxAge, measure.IsResidentShare, measure.Provenance, measure.FormulaText, Formula = Told(measure.Formula), Others = measure.FormulaByProjectType.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => $"{f.Key}: {Told(f.Value)}") });

    private static string Told(Formula formula) => $"{formula.GetType().Name} {System.Text.Json.JsonSerializer.Serialize<object>(formula)} {string.Join(" | ", Sources(formula).Select(static s => System.Text.Json.JsonSerializer.Serialize<object>(s)))} ({string.Join(", ", formula.Parts.Select(Told))})";

    /// <summary>Sources are of an abstract type in their formulas, of which a serialiser sees nothing.</summary>
    private static IEnumerable<Source> Sources(Formula formula) => formula switch
    {
        Count c => [c.Source],
        Aggregate a => [a.Source],
        _ => [],
    };
}
