using Bunit;
using SmartCommunity.Cloud;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Tests.Console;

public sealed class SimulatorControlsTests
{
    private static readonly FaultKindView Fall = new("fall", "Somebody falls.", "跌倒", "device", ["wearable", "fallRadar"], 600, "fall", 10, []);

    private static readonly FaultKindView Drift = new(
        "drift", "Values drift.", "漂移", "home", [], 3600, null, 0, [new FaultParameterView("perHour", "%", -50, 50, 2.5, "Change an hour.")]);

    private static readonly ScenarioView ColdWave = new("coldWave", "Cold wave", "寒潮", 7200, "06:00", 12);

    [Theory]
    [InlineData(true, false, "●Running", "Start")]
    [InlineData(true, true, "▲Paused", "Start")]
    [InlineData(false, false, "○Stopped", "Pause,Stop")]
    public void What_makes_no_sense_in_a_state_cannot_be_pressed(bool running, bool paused, string word, string disabled)
    {
        using var context = new ConsoleContext();

        var panel = context.Render<SimulatorPanel>(p => p.Add(s => s.State, State(running, paused)));

        Assert.Equal(word, panel.Find(".badge").TextContent);
        Assert.Equal(disabled, string.Join(',', panel.FindAll("button[disabled]").Select(b => b.TextContent)));
    }

    [Fact]
    public void Speed_seed_and_scenario_are_asked_for_as_entered()
    {
        using var context = new ConsoleContext();
        var asked = new List<string>();
        var panel = context.Render<SimulatorPanel>(p => p.Add(s => s.State, State(running: true, paused: false)).Add(s => s.Scenarios, [ColdWave])
            .Add(s => s.OnSpeed, speed => asked.Add($"speed {speed}")).Add(s => s.OnSeed, seed => asked.Add($"seed {seed}"))
            .Add(s => s.OnPlay, name => asked.Add($"play {name ?? "none"}")));
        var forms = panel.FindAll("form");

        panel.Find("#simulator-speed").Change("120");
        forms[0].Submit();
        panel.Find("#simulator-seed").Change("7");
        panel.FindAll("form")[1].Submit();
        panel.FindAll("form")[2].Submit();
        panel.Find("#simulator-scenario").Change("coldWave");
        panel.FindAll("form")[2].Submit();

        Assert.Equal(["speed 120", "seed 7", "play none", "play coldWave"], asked);
        Assert.Contains("lasts 2 h, 12 faults, begins 06:00", panel.Find("#simulator-chosen").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_is_ordered_with_its_catalogues_defaults_until_they_are_changed()
    {
        using var context = new ConsoleContext();
        var asked = new List<InjectRequest>();
        var form = context.Render<InjectForm>(p => p.Add(f => f.Kinds, [Fall, Drift]).Add(f => f.Running, true).Add(f => f.OnInject, asked.Add));
        Assert.Equal(["", "fallRadar", "wearable"], form.FindAll("#inject-class option").Select(o => o.GetAttribute("value") ?? "").Order(StringComparer.Ordinal));
        Assert.Empty(form.FindAll("#inject-home"));

        form.Find("#inject-kind").Change("drift");
        var parameter = form.Find("#inject-with-perHour");
        Assert.Equal(("-50", "50", "2.5"), (parameter.GetAttribute("min"), parameter.GetAttribute("max"), parameter.GetAttribute("value")));
        form.Find("form").Submit();
        form.Find("#inject-with-perHour").Change("-8.5");
        form.Find("#inject-home").Change("4");
        form.Find("#inject-for").Change(" 90s ");
        form.Find("form").Submit();

        Assert.Equal([2.5, -8.5], asked.Select(a => a.With!["perHour"]));
        Assert.Equal([("drift", null, null, 1), ("drift", 4, "90s", 1)], asked.Select(a => (a.Fault, a.Home, a.For, a.Count ?? 0)));
    }

    [Fact]
    public void Nothing_is_injected_while_nothing_is_played_and_a_refusal_names_its_field()
    {
        using var context = new ConsoleContext();

        var form = context.Render<InjectForm>(p => p.Add(f => f.Kinds, [Fall]).Add(f => f.Running, false).Add(f => f.Faults, [new Fault(FaultKind.Invalid, "who", "nobody fits.")]));

        Assert.True(form.Find("button[type=submit]").HasAttribute("disabled"));
        Assert.Equal("who", form.Find("[role=alert] code").TextContent);
    }

    [Fact]
    public void Labels_tell_what_happens_to_whom_and_which_were_cut_short()
    {
        using var context = new ConsoleContext();
        var label = new SimulationLabel(
            "label", "1-1", "fall", "baihe", "baihe-wearable-002", ["baihe-wearable-002"], ConsoleContext.Start, ConsoleContext.Start.AddMinutes(10), "fall", 10,
            new Dictionary<string, double>(), 1, 1, "inject");

        var named = context.Render<LabelTable>(p => p
            .Add(t => t.Labels, [label]).Add(t => t.Kinds, [Fall]).Add(t => t.Places, [new CommunityView("baihe", "百合社区", "Baihe Community", "fuchun", "富春街道", "Fuchun Street", 1)]));
        var rows = context.Render<LabelTable>(p => p.Add(t => t.Labels, [label with { Record = "ended" }, label])).FindAll("tbody tr");

        Assert.Equal($"{Fall.En} fall|Baihe Community", string.Join('|', named.FindAll("tbody th, tbody td:nth-child(5)").Select(c => c.TextContent.Trim())));
        Assert.Equal("2026-11-23 20:00:00|2026-11-23 20:10:00|fall|baihe-wearable-002|baihe|fall|injected", string.Join('|', rows[1].Children.Select(c => c.TextContent.Trim())));
        Assert.EndsWith("(cut short)", rows[0].Children[1].TextContent.Trim(), StringComparison.Ordinal);
    }

    internal static SimulatorState State(bool running, bool paused) => new()
    {
        Running = running, Paused = paused, Seed = 2026, Scenario = null, Speed = 60, SimulatedTime = ConsoleContext.Start, Since = ConsoleContext.Start, Devices = 5000, Connected = 4990,
        Sleeping = 0, Sent = 10, Acknowledged = 9, Skipped = 0, Refused = 0, LatenessP50Ms = 1, LatenessP99Ms = 8, LatenessMaxMs = 20, Late = 0, Waited = 0, PeakPerSecond = 100,
        ActiveFaults = [], WaitingFaults = 0, Unplaced = [],
    };
}
