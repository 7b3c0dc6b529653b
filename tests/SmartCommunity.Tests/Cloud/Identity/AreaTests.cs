using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Tests.Cloud.Identity;

public sealed class AreaTests
{
    [Theory]
    [InlineData("district", "district", true)]
    [InlineData("district", "street:fuchun", true)]
    [InlineData("district", "community:baihe", true)]
    [InlineData("street:fuchun", "street:fuchun", true)]
    [InlineData("street:fuchun", "community:baihe", true)]
    [InlineData("street:fuchun", "community:elsewhere", false)]
    [InlineData("street:fuchun", "community:nowhere", false)]
    [InlineData("street:fuchun", "street:lushan", false)]
    [InlineData("street:fuchun", "district", false)]
    [InlineData("community:baihe", "community:baihe", true)]
    [InlineData("community:baihe", "community:elsewhere", false)]
    [InlineData("community:baihe", "street:fuchun", false)]
    public void An_area_covers_itself_and_what_lies_in_it(string area, string other, bool covers)
    {
        Assert.Equal(covers, Area.Parse(area)!.Covers(Area.Parse(other)!, StreetOf));
        Assert.Equal(area, Area.Parse(area)!.ToString());
    }

    [Fact]
    public void Nowhere_covers_nothing_not_even_itself()
    {
        Assert.False(Area.Nowhere.Covers(Area.Nowhere, StreetOf));
        Assert.False(Area.Nowhere.Covers(Area.OfCommunity("baihe"), StreetOf));
        Assert.False(Area.Nowhere.IsDistrict);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("District")]
    [InlineData("street:")]
    [InlineData("community:")]
    [InlineData("city:hangzhou")]
    public void What_is_no_area_is_none(string? text) => Assert.Null(Area.Parse(text));

    private static string? StreetOf(string community) => community switch
    {
        "baihe" => "fuchun",
        "elsewhere" => "lushan",
        _ => null,
    };
}
