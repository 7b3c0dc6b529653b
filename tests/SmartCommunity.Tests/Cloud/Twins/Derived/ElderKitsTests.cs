using SmartCommunity.Cloud.Twins.Derived;

namespace SmartCommunity.Tests.Cloud.Twins.Derived;

public sealed class ElderKitsTests
{
    private const long T0 = 1_760_000_000_000;

    [Fact]
    public void A_home_with_the_three_base_classes_has_a_complete_kit_whatever_else_is_in_it()
    {
        var kit = Assert.Single(ElderKits.Of(Home("panicButton", "pir", "doorContact", "bedSensor").Fold()));

        Assert.Equal(("1-101", true), (kit.Home, kit.IsComplete));
        Assert.Equal(["bedSensor", "doorContact", "panicButton", "pir"], kit.Members);
    }

    [Theory]
    [InlineData("panicButton")]
    [InlineData("pir")]
    [InlineData("doorContact")]
    public void A_kit_names_the_base_class_it_lacks(string missing)
    {
        var kit = Assert.Single(ElderKits.Of(Home([.. ElderKits.BaseClasses.Where(c => c != missing), "wearable"]).Fold()));

        Assert.False(kit.IsComplete);
        Assert.Equal([missing], kit.Missing);
    }

    [Fact]
    public void A_kit_names_its_members_that_are_not_online_and_guards_only_without_any()
    {
        var log = Home("panicButton", "pir", "doorContact")
            .Measure("panicButton", "panicButton", T0, T0, ("battery", 90)).Measure("pir", "pir", T0, T0, ("motion", 1));

        Assert.Equal(["doorContact"], Assert.Single(ElderKits.Of(log.Tick(T0).Fold())).Away);
        log.Measure("doorContact", "doorContact", T0, T0, ("door", 0));
        Assert.True(Assert.Single(ElderKits.Of(log.Tick(T0 + 1).Fold())).IsGuarding);
        Assert.Equal(["pir"], Assert.Single(ElderKits.Of(log.Tick(T0 + 900_001).Fold())).Away);
    }

    [Fact]
    public void Retired_members_devices_without_a_home_and_homes_without_a_base_class_are_no_kit()
    {
        var log = new LogWriter("baihe").Enrol("pir", "pir").Relate("w", "wearable", [("isIn", "1-101")])
            .Relate("p", "panicButton", [("isIn", "1-102")], retired: true).Relate("lamp", "streetLamp", [("isIn", "1-103")]);

        Assert.Empty(ElderKits.Of(log.Fold()));
    }

    private static LogWriter Home(params string[] classes)
    {
        var log = new LogWriter("baihe");
        foreach (var one in classes)
            log.Relate(one, one, [("isIn", "1-101")]);
        return log;
    }
}
