using System.Text.Json;
using System.Xml.Linq;
using SmartCommunity.Programme.Eligibility;

namespace SmartCommunity.Tests.Programme.Eligibility;

public sealed class PictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly ProgrammeWalk _walk = new();

    [Fact]
    [Trait("Rule", "E-04")]
    public void A_crossing_is_drawn_where_it_crosses_and_lies_in_the_unit()
    {
        _walk.Ground().Do(TestGround.Barriers(TestGround.Line("\"code\":\"x\",\"name\":\"杭黄铁路\",\"kind\":\"railway\"", (0, -900), (0, 900))));

        var picture = Of();

        var piece = Assert.Single(picture.Shapes, s => s.Layer == PictureLayer.Crossing);
        var unit = Assert.Single(picture.Shapes, s => s.Layer == PictureLayer.Unit);
        Assert.True(unit.Shape.Buffer(1e-9).Contains(piece.Shape));
        Assert.Contains("杭黄铁路", Document("zh-CN").Descendants(Svg + "text").Select(t => t.Value));
        Assert.Contains("Crossing without proof", Document("en").Descendants(Svg + "text").Select(t => t.Value));
    }

    [Fact]
    [Trait("Rule", "E-02")]
    public void The_walk_to_a_kind_is_drawn_with_what_it_does_not_reach()
    {
        _walk.Do(TestGround.Unit()).Do(TestGround.Facility("convenienceStore", TestGround.Side / 2, 0));
        Assert.DoesNotContain(Of().Shapes, s => s.Layer is PictureLayer.Reached or PictureLayer.Unreached);

        var picture = Of("convenienceStore");

        Assert.Equal(("convenienceStore", 5), (picture.Kind, picture.Minutes));
        var reached = Assert.Single(picture.Shapes, s => s.Layer == PictureLayer.Reached).Shape;
        var unreached = Assert.Single(picture.Shapes, s => s.Layer == PictureLayer.Unreached).Shape;
        var share = EligibilityJudge.Judge(_walk.State, _walk[ProgrammeWalk.Project], ProgrammeWalk.Policy).Coverage!.Kinds.Single(k => k.Kind == "convenienceStore").Share!.Value;
        Assert.Equal(1 - share, unreached.Area / _walk[ProgrammeWalk.Project].Ground.Implementation!.Area, 0.01);
        // Squares whose middle is just outside reach in by a few metres.
        Assert.True(reached.Intersection(unreached).Area < 0.1 * unreached.Area);
    }

    [Fact]
    public void The_GeoJSON_names_every_layer_and_holds_every_shape()
    {
        _walk.Ground();

        var json = JsonElement.Parse(System.Text.Encoding.UTF8.GetString(PictureGeoJson.Write(Of("market"))));

        Assert.Equal(Of("market").Shapes.Count, json.GetProperty("features").GetArrayLength());
        Assert.Contains("unit", json.GetProperty("features").EnumerateArray().Select(f => f.GetProperty("properties").GetProperty("layer").GetString()));
    }

    [Fact]
    public void A_project_without_a_unit_has_a_picture_that_says_so() => Assert.Contains("尚未划定单元", Document("zh-CN").Value, StringComparison.Ordinal);

    [Fact]
    public void Names_cannot_break_the_picture()
    {
        _walk.Do(TestGround.Unit()).Do(TestGround.Facility("market", 0, 0) with { Facility = TestGround.Facility("market", 0, 0).Facility with { Name = "</text><script>" } });

        Assert.Empty(Document("en").Descendants(Svg + "script"));
    }

    private Picture Of(string? kind = null) => Picture.Of(_walk.State, _walk[ProgrammeWalk.Project], ProgrammeWalk.Policy, kind);

    private XElement Document(string language) => XElement.Parse(PictureSvg.Write(Of(), language));
}
