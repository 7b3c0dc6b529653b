using System.Text.Json;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Tests.Programme.Eligibility;

public sealed class UnitDrawnTests
{
    private const string Project = ProgrammeWalk.Project;
    private readonly ProgrammeWalk _walk = new();

    [Theory]
    [Trait("Rule", "E-01")]
    [InlineData("""{"type":"Point","coordinates":[119.95,30.05]}""", "border.type")]
    [InlineData("""{"type":"Polygon"}""", "border.coordinates")]
    [InlineData("""{"type":"Polygon","coordinates":[]}""", "border.coordinates")]
    [InlineData("""{"type":"Polygon","coordinates":[7]}""", "border.coordinates[0]")]
    [InlineData("""{"type":"Polygon","coordinates":[[[119.95,30.05],[119.96,30.05],[119.96,30.06],[119.95,30.06]]]}""", "border.coordinates[0]")]
    [InlineData("""{"type":"Polygon","coordinates":[[[119.95,30.05],[119.96,30.05],[119.95,30.05]]]}""", "border.coordinates[0]")]
    [InlineData("""{"type":"Polygon","coordinates":[[[119.95,30.05],["x",30.05],[119.96,30.06],[119.95,30.05]]]}""", "border.coordinates[0][1]")]
    [InlineData("""{"type":"Polygon","coordinates":[[[119.95,30.05],[121.95,30.05],[119.96,30.06],[119.95,30.05]]]}""", "border.coordinates[0][1]")]
    [InlineData("""{"type":"Polygon","coordinates":[[[119.95,30.05],[119.96,30.06],[119.96,30.05],[119.95,30.06],[119.95,30.05]]]}""", "border.coordinates")]
    [InlineData("""{"type":"Polygon","coordinates":[[[119.95,30.05],[119.9501,30.05],[119.9501,30.0501],[119.95,30.05]]]}""", "border")]
    [InlineData("""{"type":"Polygon","coordinates":[[[119.90,30.00],[119.99,30.00],[119.99,30.09],[119.90,30.09],[119.90,30.00]]]}""", "border")]
    public void A_border_that_is_none_is_refused_by_its_field(string border, string field) =>
        _walk.Refused(new UnitDrawn(Project, UnitKind.Implementation, TestGround.Json(border), "drawn"), field, "E-01");

    [Fact]
    public void Swapped_axes_are_said() =>
        Assert.Contains("swapped", _walk.Try(new UnitDrawn(Project, UnitKind.Implementation, TestGround.Json("""{"type":"Polygon","coordinates":[[[30.05,119.95],[30.05,119.96],[30.06,119.96],[30.05,119.95]]]}"""), "drawn"))[0].Why.En, StringComparison.Ordinal);

    [Fact]
    public void A_border_of_too_many_corners_names_the_limit()
    {
        var corners = Enumerable.Range(0, GroundLimits.UnitPositions).Select(i => (200 * Math.Cos(i * 2 * Math.PI / GroundLimits.UnitPositions), 200 * Math.Sin(i * 2 * Math.PI / GroundLimits.UnitPositions))).ToArray();

        var refusal = Assert.Single(_walk.Try(new UnitDrawn(Project, UnitKind.Implementation, TestGround.Polygon(corners), "drawn")));
        Assert.Equal("border.coordinates[0]", refusal.Field);
        Assert.Contains("2000", refusal.Why.En, StringComparison.Ordinal);
        Assert.Empty(_walk.Try(new UnitDrawn(Project, UnitKind.Implementation, TestGround.Polygon(corners[1..]), "drawn")));
    }

    [Fact]
    public void A_file_with_one_feature_is_a_border_too()
    {
        var file = TestGround.Features(TestGround.Area("", Surveyor.Rectangle(0, 0, 400, 500)));

        _walk.Do(new UnitDrawn(Project, UnitKind.Implementation, file, "plan 7"));

        Assert.Equal(20, Report().AreaHa!.Value, 0.001);
    }

    [Fact]
    public void The_planning_unit_holds_the_implementation_unit()
    {
        _walk.Do(TestGround.Unit());
        _walk.Refused(new UnitDrawn(Project, UnitKind.Planning, TestGround.Square(300, 0, 600), "plan"), "border", "E-01");
        _walk.Do(new UnitDrawn(Project, UnitKind.Planning, TestGround.Square(0, 0, 1000), "plan"));

        _walk.Refused(new UnitDrawn(Project, UnitKind.Implementation, TestGround.Square(600, 0, TestGround.Side), "plan"), "border", "E-01");
        Assert.Equal(100, Report().PlanningHa!.Value, 0.001);
    }

    [Fact]
    public void Acts_about_ground_are_read_back_as_they_were_written()
    {
        _walk.Ground();
        var again = _walk.Entries.Aggregate(ProgrammeState.Empty, (state, entry) => state.Fold(entry with { Act = ActJson.Read(ActJson.Write(entry.Act)) }));

        Assert.Equal(JsonSerializer.Serialize(Report(), ActJson.Options), JsonSerializer.Serialize(EligibilityJudge.Judge(again, again.Projects[Project], ProgrammeWalk.Policy), ActJson.Options));
        Assert.Equal(PictureGeoJson.Write(Picture.Of(_walk.State, _walk[Project], ProgrammeWalk.Policy)), PictureGeoJson.Write(Picture.Of(again, again.Projects[Project], ProgrammeWalk.Policy)));
    }

    private EligibilityReport Report() => EligibilityJudge.Judge(_walk.State, _walk[Project], ProgrammeWalk.Policy);
}
