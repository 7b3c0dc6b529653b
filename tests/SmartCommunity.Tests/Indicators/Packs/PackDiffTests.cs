using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Tests.Indicators.Packs;

public sealed class PackDiffTests
{
    private static IReadOnlyList<PackChange> Changes(string text) => PackDiff.Of(PackText.Good(PackText.Small), PackText.Good(text)).Changes;

    [Fact]
    public void A_pack_does_not_differ_from_itself_written_otherwise() =>
        Assert.Equal([], Changes(PackText.With("points: 100, scenarioTotal: true", "scenarioTotal: true,   points: 100.0")));

    [Fact]
    public void A_changed_threshold_is_one_point_with_both_values() =>
        Assert.Equal(
            [new PackChange(PackChangeKind.Changed, "scenarios[A].indicators[A-01].measures[A-01a].thresholds.only.full", "A-01a", "30", "40")],
            Changes(PackText.With("full: 30", "full: 40")));

    [Fact]
    public void A_changed_formula_is_told_at_the_part_that_changed() =>
        Assert.Equal(
            [new PackChange(PackChangeKind.Changed, "scenarios[A].indicators[A-01].measures[A-01b].formula.numerator.source.where[0].value", "A-01b", "unknown", "closed")],
            Changes(PackText.With("value: unknown", "value: closed")));

    [Fact]
    public void What_is_added_and_removed_is_told_whole()
    {
        var changes = Changes(PackText.With("validTo: 2024-12-31\n", "").Replace("passMark: 80", "passMark: 70", StringComparison.Ordinal).Replace(", validFor: 366d", "", StringComparison.Ordinal));

        Assert.Equal(
            [
                new PackChange(PackChangeKind.Removed, "validTo", null, "2024-12-31", null),
                new PackChange(PackChangeKind.Changed, "scoring.passMark", null, "80", "70"),
                new PackChange(PackChangeKind.Removed, "evidence[plan].validFor", null, "366d", null),
            ],
            changes);
    }

    [Fact]
    public void A_measure_that_is_gone_or_new_is_named()
    {
        var changes = Changes(PackText.With("id: A-01b", "id: A-01x"));

        Assert.Equal([(PackChangeKind.Removed, "A-01b"), (PackChangeKind.Added, "A-01x")], changes.Select(c => (c.Kind, c.Measure!)));
        Assert.StartsWith("{id: A-01x, title:", changes[1].New, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_measure_of_a_scenario_or_indicator_that_came_or_went_is_a_point()
    {
        StandardPack a = PackLibrary.Shipped.Find(PackText.Zhejiang)!, b = PackLibrary.Shipped.Find(PackText.Inclusive)!;

        var changes = PackDiff.Of(a, b).Changes;

        Assert.Equal(a.Measures.Select(m => m.Id).Order(), changes.Where(c => c.Kind == PackChangeKind.Removed && c.Measure is not null).Select(c => c.Measure).Order());
        Assert.Equal(b.Measures.Select(m => m.Id).Order(), changes.Where(c => c.Kind == PackChangeKind.Added && c.Measure is not null).Select(c => c.Measure).Order());
        Assert.Contains(changes, c => c.Path == "scenarios[CY]" && c.Old!.EndsWith("Entrepreneurship}}", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_order_of_measures_is_a_difference()
    {
        var pack = PackText.Good(PackText.Small);
        var turned = pack with { Scenarios = [pack.Scenarios[0] with { Indicators = [pack.Scenarios[0].Indicators[0] with { Measures = [.. pack.Measures.Reverse()] }] }] };

        var change = Assert.Single(PackDiff.Of(pack, turned).Changes);

        Assert.Equal(("A-01a, A-01b, A-01c", "A-01c, A-01b, A-01a"), (change.Old, change.New));
    }

    [Fact]
    public void Forwards_and_backwards_tell_the_same_points()
    {
        StandardPack a = PackLibrary.Shipped.Find(PackText.Zhejiang)!, b = PackLibrary.Shipped.Find(PackText.Inclusive)!;

        var forwards = PackDiff.Of(a, b).Changes.Select(c => (c.Path, c.Old, c.New)).ToHashSet();
        var backwards = PackDiff.Of(b, a).Changes.Select(c => (c.Path, c.New, c.Old)).ToHashSet();

        Assert.Equal(forwards, backwards);
    }
}
