using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Geometries;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Eligibility.Walking;
using Outcome = SmartCommunity.Programme.Eligibility.Outcome;

namespace SmartCommunity.Tests.Programme.Eligibility;

public sealed class CoverageTests
{
    private const string Project = ProgrammeWalk.Project;
    private readonly ProgrammeWalk _walk = new ProgrammeWalk().Do(TestGround.Unit());

    [Fact]
    [Trait("Rule", "E-02")]
    public void Without_walkways_circles_count_and_the_result_says_so()
    {
        Assert.Null(Coverage());
        // 5 minutes are 400 m: the circle around the middle of the eastern border, x = 223.6.
        _walk.Do(TestGround.Facility("convenienceStore", TestGround.Side / 2, 0));

        var store = Of("convenienceStore");
        Assert.Equal((WalkBasis.Circles, CoverBasis.Area), (Coverage()!.Walk, Coverage()!.Of));
        Assert.Equal((5, 1), (store.Minutes, store.Facilities));
        Assert.Equal(CircleShare(400, TestGround.Side), store.Share!.Value, 0.01);
        Assert.Null(Of("market").Share);
        Assert.Equal(Outcome.Missing, Of("market").Outcome);
    }

    [Fact]
    [Trait("Rule", "E-02")]
    public void With_walkways_the_way_round_counts()
    {
        // A store 100 m away as the crow flies, but the path goes round: 500 m north, 100 m east, 500 m back.
        _walk.Do(TestGround.Facility("convenienceStore", 100, -200)).Do(TestGround.Buildings(TestGround.Building("near", "apartment", 0, -200, 60), TestGround.Building("far", "apartment", 100, 150, 40)));
        Assert.Equal(1.0, Of("convenienceStore").Share);

        _walk.Do(TestGround.Walkways(TestGround.Line("", (0, -200), (0, 300), (100, 300)), TestGround.Line("", (100, 300), (100, -200))));

        Assert.Equal((WalkBasis.Network, CoverBasis.Dwellings), (Coverage()!.Walk, Coverage()!.Of));
        // 350 m along the path to 40 homes; 1,100 m to 60.
        Assert.Equal(0.4, Of("convenienceStore").Share!.Value, 1e-12);
        Assert.Equal(Outcome.Red, Of("convenienceStore").Outcome);
    }

    [Fact]
    [Trait("Rule", "E-02")]
    public void Ways_join_where_their_ends_meet_within_the_snap_and_where_an_end_stops_on_another()
    {
        Coordinate[] home = [new(0, 0)];
        LineString[] tee = [Way((-100, 0), (100, 0)), Way((50, 1), (50, 200))];
        LineString[] gap = [Way((0, 0), (50, 0)), Way((51, 1), (200, 1))];
        LineString[] bridge = [Way((-100, 0), (100, 0)), Way((50, -100), (50, 200))];

        Assert.Equal(250, new WalkingNetwork(tee, home, 2, 20).MetresToTargets([new Coordinate(50, 200)])[0], 2.0);
        Assert.Equal(200, new WalkingNetwork(gap, home, 2, 20).MetresToTargets([new Coordinate(200, 1)])[0], 2.0);
        Assert.Equal(double.PositiveInfinity, new WalkingNetwork(gap, home, 0.5, 20).MetresToTargets([new Coordinate(200, 1)])[0]);
        Assert.Equal(double.PositiveInfinity, new WalkingNetwork(bridge, home, 2, 20).MetresToTargets([new Coordinate(50, 200)])[0]);
    }

    [Fact]
    [Trait("Rule", "E-02")]
    public void The_way_to_a_path_counts_and_is_limited()
    {
        LineString[] ways = [Way((0, 0), (300, 0))];
        Coordinate[] homes = [new(10, 30), new(10, 101), new(290, 0)];

        var metres = new WalkingNetwork(ways, homes, 2, 100).MetresToTargets([new Coordinate(110, -40), new Coordinate(500, 500)]);

        Assert.Equal(30 + 100 + 40, metres[0], 9);
        Assert.Equal(double.PositiveInfinity, metres[1]);
        Assert.Equal(180 + 40, metres[2], 9);
    }

    [Fact]
    [Trait("Rule", "E-02")]
    public void What_is_reached_of_a_path_ends_where_the_minutes_end()
    {
        LineString[] ways = [Way((0, 0), (1_000, 0)), Way((1_000, 0), (1_000, 500))];

        var reached = new WalkingNetwork(ways, [], 2, 50).Reached([new Coordinate(200, 0), new Coordinate(900, 10)], 150);

        // 50 to 350, and 760 to 1,000 with 40 m round the corner.
        Assert.Equal(300 + 240 + 40, reached.Length, 6);
    }

    [Fact]
    [Trait("Rule", "E-02")]
    public void More_minutes_never_reach_less() => Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        Coordinate Somewhere() => new(random.Next(-300, 300), random.Next(-300, 300));
        var targets = Enumerable.Range(0, 40).Select(_ => Somewhere()).ToList();
        var doors = Enumerable.Range(0, 3).Select(_ => Somewhere()).ToList();
        var ways = Enumerable.Range(0, 25).Select(_ => new GeometryFactory().CreateLineString([Somewhere(), Somewhere(), Somewhere()])).ToList();
        var weights = new WalkingTargets(CoverBasis.Area, targets, [.. targets.Select(_ => (double)random.Next(1, 90))], 1);

        foreach (IFootways footways in new IFootways[] { new StraightWays(targets), new WalkingNetwork(ways, targets, 0, 80) })
        {
            var metres = footways.MetresToTargets(doors);
            var shares = Enumerable.Range(0, 30).Select(minutes => weights.ShareWithin(metres, minutes * 40)).ToList();
            Assert.Equal(shares.Order(), shares);
            var lengths = Enumerable.Range(1, 10).Select(m => footways.Reached(doors, m * 40)).Select(r => Math.Max(r.Area, r.Length)).ToList();
            Assert.All(lengths.Zip(lengths.Skip(1)), pair => Assert.True(pair.Second >= pair.First - 1e-6, $"{pair}"));
            // A straight line is the shortest way there is.
            Assert.All(metres.Zip(new StraightWays(targets).MetresToTargets(doors)), pair => Assert.True(pair.First >= pair.Second - 0.01));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Rule", "E-02")]
    public void Shares_come_out_by_the_policys_bands()
    {
        _walk.Do(TestGround.Buildings(TestGround.Building("1", "apartment", 0, 0, 90), TestGround.Building("2", "apartment", -200, 0, 10)));

        // 5 minutes are 400 m: building 2 lies 401 m from the store's door.
        _walk.Do(TestGround.Facility("convenienceStore", 201, 0));
        Assert.Equal((0.9, Outcome.Green), (Of("convenienceStore").Share!.Value, Of("convenienceStore").Outcome));
        _walk.Do(new BuildingsTyped(Project, ["2"], "apartment", 11));
        Assert.Equal(Outcome.Amber, Of("convenienceStore").Outcome);
        _walk.Do(new BuildingsTyped(Project, ["2"], "apartment", 61));
        Assert.Equal(Outcome.Red, Of("convenienceStore").Outcome);
    }

    [Fact]
    public void A_facility_of_no_kind_or_outside_the_district_is_refused_and_one_removed_does_not_count()
    {
        _walk.Refused(TestGround.Facility("casino", 0, 0), "facility.kind", "E-02");
        _walk.Refused(new FacilityEntered(Project, "a", new Facility("market", "market", 100, 30, 119, null)), "longitude");
        _walk.Refused(TestGround.Facility("market", 0, 0, areaM2: 0), "facility.areaM2");
        _walk.Do(TestGround.Facility("market", 0, 0)).Do(new FacilityRemoved(Project, "market", "it closed"));

        Assert.Null(Coverage());
        _walk.Refused(new FacilityRemoved(Project, "market", "it closed"), "id");
    }

    private static LineString Way(params (double X, double Y)[] points) => new GeometryFactory().CreateLineString([.. points.Select(p => new Coordinate(p.X, p.Y))]);

    // Share of a square of side s within r of the middle of one side, r < s: by integration over the distance from that side.
    private static double CircleShare(double r, double s)
    {
        const int steps = 100_000;
        return Enumerable.Range(0, steps).Sum(i => Math.Min(s, 2 * Math.Sqrt(Math.Max(0, (r * r) - Math.Pow((i + 0.5) * s / steps, 2)))) * s / steps) / (s * s);
    }

    private Coverage? Coverage() => EligibilityJudge.Judge(_walk.State, _walk[Project], ProgrammeWalk.Policy).Coverage;

    private KindCoverage Of(string kind) => Coverage()!.Kinds.Single(k => k.Kind == kind);
}
