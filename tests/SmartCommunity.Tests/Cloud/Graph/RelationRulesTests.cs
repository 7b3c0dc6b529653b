using SmartCommunity.Cloud.Graph;

namespace SmartCommunity.Tests.Cloud.Graph;

public sealed class RelationRulesTests
{
    [Theory]
    [InlineData("device:w-1", "isIn", "unit:u-1")]
    [InlineData("device:w-1", "isIn", "facility:f-1")]
    [InlineData("device:spot-1", "partOf", "device:site-1")]
    [InlineData("unit:u-1", "partOf", "building:b-1")]
    [InlineData("facility:f-1", "serves", "community:baihe")]
    [InlineData("device:pv-1", "feeds", "device:meter-1")]
    public void Kinds_that_fit_may_be_related(string source, string kind, string target)
    {
        Assert.Null(RelationRules.KindFault(Id(source), kind, Id(target)));
    }

    [Theory]
    [InlineData("building:b-1", "isIn", "community:baihe", "kind", "A building has no 'isIn'; it has: partOf.")]
    [InlineData("building:b-1", "partOf", "street:fuchun", "target", "building partOf street is not possible; the target must be a community.")]
    [InlineData("device:w-1", "isIn", "device:w-2", "target", "device isIn device is not possible; the target must be a community or building or unit or facility.")]
    [InlineData("device:w-1", "likes", "unit:u-1", "kind", "kind 'likes' must be one of: isIn, partOf, serves, feeds.")]
    [InlineData("device:w-1", "feeds", "device:w-1", "target", "'device:w-1' cannot be related to itself.")]
    [InlineData("district:fuyang", "feeds", "device:w-1", "kind", "A district has no 'feeds'; it has: no relationships.")]
    public void Kinds_that_do_not_fit_are_refused_with_the_reason(string source, string kind, string target, string field, string message)
    {
        var fault = RelationRules.KindFault(Id(source), kind, Id(target));

        Assert.Equal((field, message), (fault?.Field, fault?.Message));
    }

    [Fact]
    public void A_circle_of_partOf_is_refused_however_long_and_feeds_may_go_round()
    {
        var above = new Dictionary<TwinId, TwinId> { [Id("device:b")] = Id("device:c"), [Id("device:c")] = Id("device:d") };

        var circle = RelationRules.CycleFault(Id("device:d"), "partOf", Id("device:b"), Above);
        var none = RelationRules.CycleFault(Id("device:a"), "partOf", Id("device:b"), Above);
        var feeding = RelationRules.CycleFault(Id("device:d"), "feeds", Id("device:b"), Above);

        Assert.Equal("'device:b' is itself in or part of 'device:d'; partOf must not go in a circle.", circle?.Message);
        Assert.Null(none);
        Assert.Null(feeding);

        IEnumerable<TwinId> Above(TwinId twin) => above.TryGetValue(twin, out var next) ? [next] : [];
    }

    [Theory]
    [InlineData("device:w-1", true)]
    [InlineData("device:", false)]
    [InlineData(":w-1", false)]
    [InlineData("gadget:w-1", false)]
    [InlineData("device:w 1", false)]
    [InlineData("w-1", false)]
    [InlineData(null, false)]
    public void A_twin_id_is_a_kind_and_a_code(string? text, bool isId)
    {
        Assert.Equal(isId, TwinId.TryParse(text, out var id));
        Assert.Equal(isId ? text : null, isId ? id.ToString() : null);
    }

    private static TwinId Id(string text) => TwinId.TryParse(text, out var id) ? id : throw new ArgumentException(text, nameof(text));
}
