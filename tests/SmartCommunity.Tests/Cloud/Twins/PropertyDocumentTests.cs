using System.Text.Json;
using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Tests.Cloud.Twins;

public sealed class PropertyDocumentTests
{
    [Theory]
    [InlineData(null, """{"b":1,"a":2}""", """{"a":2,"b":1}""")]
    [InlineData("""{"a":1}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":{"x":1,"y":2}}""", """{"a":{"y":null,"z":3}}""", """{"a":{"x":1,"z":3}}""")]
    [InlineData("""{"a":1}""", """{"a":{"n":null,"m":1}}""", """{"a":{"m":1}}""")]
    [InlineData("""{"a":[1]}""", """{"a":[2,{"b":null}]}""", """{"a":[2,{"b":null}]}""")]
    [InlineData("""{"a":1}""", "{}", """{"a":1}""")]
    public void A_merge_patch_changes_what_it_names_and_members_stand_in_order(string? before, string patch, string after)
    {
        Assert.Equal((after, null), PropertyDocument.Merge(before, JsonElement.Parse(patch)));
    }

    [Theory]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("""{"a b":1}""", "has the property 'a b', whose name must be 1 to 64 characters out of a-z, A-Z, 0-9, '_' and '-'")]
    [InlineData("""{"a":1,"a":2}""", "has the property 'a' twice")]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{}}}}}}""", "is nested deeper than the limit of 5")]
    public void A_bad_patch_is_refused_with_the_reason(string patch, string fault)
    {
        Assert.Equal((null, fault), PropertyDocument.Merge(null, JsonElement.Parse(patch)));
    }

    [Fact]
    public void A_document_that_would_not_fit_into_a_command_is_refused()
    {
        var (json, fault) = PropertyDocument.Merge("""{"a":1}""", JsonElement.Parse($$"""{"b":"{{new string('x', PropertyDocument.MaxBytes)}}"}"""));

        Assert.Null(json);
        Assert.Equal("would have 3086 bytes, more than the limit of 3072", fault);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("{}", null)]
    [InlineData("""{"a":1}""", null, "a")]
    [InlineData("""{"a":1}""", """{"a":1.0,"z":9}""")]
    [InlineData("""{"a":1,"b":{"x":[1,2]}}""", """{"a":2,"b":{"x":[2,1]}}""", "a", "b")]
    public void Pending_is_what_is_desired_and_not_reported_so(string? desired, string? reported, params string[] pending)
    {
        Assert.Equal(pending, PropertyDocument.Pending(desired, reported));
    }
}
