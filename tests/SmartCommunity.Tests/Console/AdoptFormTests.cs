using Bunit;
using SmartCommunity.Cloud;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Tests.Console;

public sealed class AdoptFormTests
{
    private static readonly AdoptionGuess Guess = new(
        "tb-1", "Flat 3", "Flat-3", "electricityMeter", [new ClassGuess("electricityMeter", 3, 0, 0.6), new ClassGuess("evCharger", 1, 2, 0.25)]);

    [Fact]
    public void The_guess_is_filled_in_and_its_runners_up_are_shown()
    {
        using var context = new ConsoleContext();
        AdoptRequest? asked = null;
        var form = context.Render<AdoptForm>(p => p.Add(f => f.Guess, Guess).Add(f => f.OnAdopt, r => asked = r));

        Assert.Equal(["3", "0", "60 %", "1", "2", "25 %"], form.FindAll("tbody td.number").Select(c => c.TextContent));
        form.Find("form").Submit();

        Assert.Equal(new AdoptRequest { Id = "Flat-3", Class = "electricityMeter", Name = "Flat 3", Alias = "Flat 3" }, asked);
    }

    [Fact]
    public void Id_class_and_name_are_adopted_as_changed()
    {
        using var context = new ConsoleContext();
        AdoptRequest? asked = null;
        var form = context.Render<AdoptForm>(p => p.Add(f => f.Guess, Guess).Add(f => f.OnAdopt, r => asked = r));

        form.Find("#adopt-id").Change(" ev-3 ");
        form.Find("#adopt-name").Change("Charger of flat 3");
        form.FindAll("tbody button").Single().Click();
        form.Find("form").Submit();

        Assert.Equal(new AdoptRequest { Id = "ev-3", Class = "evCharger", Name = "Charger of flat 3", Alias = "Flat 3" }, asked);
    }

    [Fact]
    public void Without_a_guess_the_class_is_asked_for_and_a_refusal_names_its_field()
    {
        using var context = new ConsoleContext();
        var form = context.Render<AdoptForm>(p => p
            .Add(f => f.Guess, Guess with { Class = null, Classes = [] }).Add(f => f.Faults, [new Fault(FaultKind.Conflict, "id", "id 'Flat-3' is taken.")]));

        Assert.Equal("", form.Find("#adopt-class").GetAttribute("value") ?? "");
        Assert.Empty(form.FindAll("table"));
        Assert.Contains("No class accepts anything", form.Markup, StringComparison.Ordinal);
        Assert.Contains("id 'Flat-3' is taken.", form.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }
}
