using SmartCommunity.Simulators;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Simulators.Run;

namespace SmartCommunity.Tests.Simulators.Faults;

/// <summary>Every kind of fault changes what is sent, or how, as its label says, and nothing else; and nobody can read it in a payload.</summary>
public sealed class FaultKindTests
{
    private const int LeastKinds = 30;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly DateTimeOffset Midnight = DateTimeOffset.FromUnixTimeMilliseconds(ChinaTime.StartMs(new DateOnly(2026, 1, 6)));
    private static readonly Lazy<Recording> NightWithout = new(() => Recording.Of(Midnight, 3 * Hour));
    private static readonly Lazy<Recording> DayWithout = new(() => Recording.Of(Midnight + (10 * Hour), 3 * Hour));

    public static TheoryData<string> Kinds => [.. FaultCatalogue.All.Select(k => k.Name)];

    [Fact]
    public void There_are_at_least_thirty_kinds_with_unique_names() =>
        Assert.True(FaultCatalogue.All.Select(k => k.Name).Distinct(StringComparer.Ordinal).Count() >= LeastKinds, $"{FaultCatalogue.All.Count} kinds");

    [Fact]
    public void Every_kind_can_be_played_within_its_parameters_and_has_a_budget_exactly_when_an_alert_is_expected() =>
        Assert.All(FaultCatalogue.All, kind =>
        {
            Assert.All(kind.Parameters, p => Assert.InRange(p.Standard, p.Min, p.Max));
            Assert.Equal(kind.ExpectedAlert is null, kind.LatencyBudget == TimeSpan.Zero);
            Assert.True(kind.StandardLength >= TimeSpan.FromSeconds(1));
        });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_fault_does_what_its_label_says_to_its_devices_and_to_no_other_and_no_payload_tells_it(string name)
    {
        var kind = FaultCatalogue.Find(name)!;
        var without = (kind.AtNightOnly || name == "noActivity" ? NightWithout : DayWithout).Value;
        var start = kind.AtNightOnly || name == "noActivity" ? Midnight : Midnight + (10 * Hour);
        Assert.SkipWhen(kind.Classes.Count > 0 && without.Acts().All(a => !kind.FallsOn(a.Topic.Split('/').ElementAtOrDefault(3) ?? "")), "The district has no device of the class.");

        var with = Recording.Of(start, 3 * Hour, Script(kind));

        var label = Assert.Single(with.Labels);
        Assert.Equal((kind.Name, kind.ExpectedAlert, start + Hour, start + (2 * Hour)), (label.Kind, label.ExpectedAlert, label.From, label.To));
        var others = without.Acts().Where(a => !label.Devices.Contains(a.Device)).Select(Line);
        Assert.Equal(others, with.Acts().Where(a => !label.Devices.Contains(a.Device)).Select(Line));
        var evidence = new FaultEvidence(label, Of(without, label), Of(with, label));
        Assert.True(FaultEvidence.Checks.TryGetValue(name, out var check), $"'{name}' has no check of its own: write one.");
        Assert.True(check(evidence), $"'{name}' did not do to {label.Subject} what its label says:\n{string.Join('\n', evidence.Within.Take(20).Select(Line))}");
        string[] told = [label.Id, label.Origin, "expectedAlert", "label", "truth"];
        Assert.DoesNotContain(with.Acts(), act => told.Any(text => act.Text.Contains(text, StringComparison.Ordinal)));
        if (!kind.Foreshadows)
            Assert.Equal(evidence.Without.Where(a => a.DueMs < evidence.FromMs).Select(Line), evidence.With.Where(a => a.DueMs < evidence.FromMs).Select(Line));
    }

    private static Scenario Script(FaultKind kind)
    {
        var with = kind.Name == "late" ? new Dictionary<string, double> { ["hours"] = 0.5 } : [];
        var @class = kind.Name switch { "fall" => "wearable", "sos" => "panicButton", "meterSwap" => "electricityMeter", "registerRollOver" => "waterMeter", "deadBattery" => "pir", "stuck" or "drift" or "offset" or "spike" or "wrongUnit" => "indoorAir", _ => null };
        var who = kind.Classes.Count == 0 && kind.Scope == FaultScope.Device ? new FaultSubjects(Class: "indoorAir") : new FaultSubjects(Class: @class);
        return new Scenario { Name = "one", En = "One", Zh = "一", Duration = 3 * Hour, Events = [new ScenarioEvent(Hour, kind, Hour, who, with, Every: null, Until: null)] };
    }

    private static List<RecordedAct> Of(Recording recording, FaultLabel label) => [.. recording.Acts().Where(a => label.Devices.Contains(a.Device))];

    private static string Line(RecordedAct act) => $"{act.DueMs} {act.Device} {act.What} {act.Topic} {act.Text}";
}
