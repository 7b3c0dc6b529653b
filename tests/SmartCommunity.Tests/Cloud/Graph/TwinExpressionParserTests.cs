using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Graph;

public sealed class TwinExpressionParserTests
{
    [Theory]
    [InlineData("battery<20", true)]
    [InlineData("battery < 19", false)]
    [InlineData("battery<=19", true)]
    [InlineData("spotStatus==occupied", true)]
    [InlineData("spotStatus==1", true)]
    [InlineData("spotStatus!=occupied", false)]
    [InlineData("heartRate>0", false)]
    [InlineData("heartRate!=5", false)]
    [InlineData("battery<20 and spotStatus==free", false)]
    [InlineData("battery<20 or spotStatus==free", true)]
    [InlineData("spotStatus==free or battery<20 and spotStatus==occupied", true)]
    [InlineData("(spotStatus==free or battery<20) and spotStatus==free", false)]
    [InlineData("desired.mode=='eco'", true)]
    [InlineData("desired.mode==eco", true)]
    [InlineData("reported.level>=3", true)]
    [InlineData("reported.on==true", true)]
    [InlineData("reported.on!=true", false)]
    [InlineData("reported.nothing!=1", false)]
    [InlineData("floors>3", false)]
    public void A_filter_says_whether_it_holds(string text, bool holds)
    {
        var (expression, fault) = TwinExpressionParser.Parse(text);

        Assert.Null(fault);
        Assert.Equal(holds, expression!.Holds(Spot(battery: 19, spotStatus: 1)));
    }

    [Theory]
    [InlineData("", "position 1: a name or '(' is expected here.")]
    [InlineData("batery<20", "position 1: 'batery' is neither a quantity of the catalogue nor one of floors, heightM, floor, areaM2, facilityKind, desired.…, reported.….")]
    [InlineData("battery=20", "position 8: one of == != < <= > >= is expected here.")]
    [InlineData("battery<", "position 9: a value is expected here.")]
    [InlineData("battery<full", "position 9: battery is compared with a number, and 'full' is none.")]
    [InlineData("battery<20 xor door==open", "position 12: 'and', 'or' or the end is expected here.")]
    [InlineData("spotStatus==taken", "position 13: 'taken' is not a code of spotStatus; it has: free, occupied, closed, unknown.")]
    [InlineData("(battery<20", "position 12: the bracket of position 1 is not closed.")]
    [InlineData("desired.mode=='eco", "position 15: the quote is not closed.")]
    [InlineData("facilityKind<a", "position 14: 'facilityKind' is a text; compare it with == or !=.")]
    [InlineData("battery<1e999", "position 9: battery is compared with a number, and '1e999' is none.")]
    public void What_cannot_be_read_is_refused_with_its_position(string text, string message)
    {
        var (expression, fault) = TwinExpressionParser.Parse(text);

        Assert.Null(expression);
        Assert.Equal(("property", $"property cannot be read at {message}"), (fault?.Field, fault?.Message));
    }

    [Fact]
    public void Brackets_and_comparisons_are_bounded()
    {
        var deep = TwinExpressionParser.Parse(new string('(', 11) + "battery<1" + new string(')', 11)).Fault;
        var many = TwinExpressionParser.Parse(string.Join(" or ", Enumerable.Repeat("battery<1", 21))).Fault;

        Assert.Contains("position 11: brackets stand deeper than the limit of 10", deep?.Message, StringComparison.Ordinal);
        Assert.Contains("there are more comparisons than the limit of 20", many?.Message, StringComparison.Ordinal);
    }

    private static TwinFace Spot(double battery, double spotStatus)
    {
        var deviceClass = DeviceClassCatalogue.Default.Find("parkingSpot")!;
        var latest = new LatestValue[deviceClass.Quantities.Count];
        latest[CommunityFold.SlotOf(deviceClass, "battery")] = new LatestValue { Value = battery, IsSet = true };
        latest[CommunityFold.SlotOf(deviceClass, "spotStatus")] = new LatestValue { Value = spotStatus, IsSet = true };
        var device = new DeviceState("spot-1", "baihe", deviceClass, "online", Retired: false, 1, latest, """{"level":3,"on":true}""", 1, 1);
        return new TwinFace(device, new LoggedTwin { Id = "device:spot-1", Community = "baihe", Revision = 2, Version = 1, DesiredJson = """{"mode":"eco"}""" });
    }
}
