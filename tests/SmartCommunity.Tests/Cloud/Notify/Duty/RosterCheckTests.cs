using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Contracts.Http;
using static SmartCommunity.Tests.Cloud.Notify.Duty.Rosters;

namespace SmartCommunity.Tests.Cloud.Notify.Duty;

public sealed class RosterCheckTests
{
    public static TheoryData<string, Roster> Wrong => new()
    {
        { "contacts[0].id", Full with { Contacts = [Person("a b")] } },
        { "contacts[0].id", Full with { Contacts = [Person(new string('x', 41))] } },
        { "contacts[0].name", Full with { Contacts = [Person("a") with { Name = " " }] } },
        { "contacts[0].channels", Full with { Contacts = [Person("a") with { Channels = [] }] } },
        { "contacts[0].channels[0].channel", Full with { Contacts = [Person("a", new DutyAddress("", "x"))] } },
        { "contacts[0].channels[0].address", Full with { Contacts = [Person("a", new DutyAddress("desk", new string('x', 255)))] } },
        { "contacts[0].communities", Full with { Contacts = [Person("a") with { Communities = ["atlantis"] }] } },
        { "contacts[0].communities", Full with { Contacts = [Person("a") with { Communities = null! }] } },
        { "contacts[0].communities", Full with { Contacts = [Person("a") with { Communities = [.. Enumerable.Repeat("baihe", 101)] }] } },
        { "contacts[0].scenarios", Full with { Contacts = [Person("a") with { Scenarios = null! }] } },
        { "contacts[0].scenarios", Full with { Contacts = [Person("a") with { Scenarios = ["sea"] }] } },
        { "contacts[0].home", Full with { Contacts = [Person("a") with { Home = "device:x" }] } },
        { "contacts", Full with { Contacts = [.. Full.Contacts, Person("day")] } },
        { "contacts", Full with { Contacts = [.. Enumerable.Range(0, 201).Select(i => Person($"p{i}"))] } },
        { "shifts[0].role", Full with { Shifts = [Shift("king", "08:00", "20:00", "day")] } },
        { "shifts[0].days", Full with { Shifts = [Shift("duty", "08:00", "20:00", "day") with { Days = [0] }] } },
        { "shifts[0].days", Full with { Shifts = [Shift("duty", "08:00", "20:00", "day") with { Days = [] }] } },
        { "shifts[0].from", Full with { Shifts = [Shift("duty", "8am", "20:00", "day")] } },
        { "shifts[0].to", Full with { Shifts = [Shift("duty", "08:00", "24:00", "day")] } },
        { "shifts[0].contacts", Full with { Shifts = [Shift("duty", "08:00", "20:00")] } },
        { "shifts[0].contacts", Full with { Shifts = [Shift("duty", "08:00", "20:00", "ghost")] } },
        { "shifts[0].contacts", Full with { Shifts = [Shift("duty", "08:00", "20:00", "daughter")] } },
        { "days[0].date", Full with { Days = [new DutyDay { Date = new DateOnly(1980, 1, 1), Role = "duty", Reason = "x" }] } },
        { "days[0].reason", Full with { Days = [new DutyDay { Date = new DateOnly(2026, 1, 1), Role = "duty", Reason = "" }] } },
        { "substitutes[0].substitute", Full with { Substitutes = [Stands("day", "day", 1, 2)] } },
        { "substitutes[0].to", Full with { Substitutes = [Stands("day", "night", 2, 1)] } },
        { "substitutes[1].from", Full with { Substitutes = [Stands("day", "night", 1, 3), Stands("day", "care", 2, 4)] } },
        { "fallback", Full with { Fallback = ["daughter"] } },
        { "lead", Full with { Lead = [.. Enumerable.Repeat("lead", 2)] } },
        { "responsibleFor[0]", Full with { ResponsibleFor = [new DutyClaim()] } },
        { "responsibleFor[0].cause", Full with { ResponsibleFor = [new DutyClaim(Cause: "boredom")] } },
        { "responsibleFor[0].community", Full with { ResponsibleFor = [new DutyClaim(Community: "atlantis")] } },
        { "responsibleFor[0].domain", Full with { ResponsibleFor = [new DutyClaim(Domain: "sea")] } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_a_roster_may_not_say_names_its_field(string field, Roster roster) => Assert.Equal([field], Faults(roster).Select(f => f.Field).Distinct());

    [Fact]
    public void A_whole_roster_has_no_faults_and_an_empty_one_neither()
    {
        Assert.Empty(Faults(Full));
        Assert.Empty(Faults(new Roster()));
        Assert.Equal("roster", Assert.Single(RosterCheck.Faults(null, _ => true)).Field);
    }

    private static DutySubstitute Stands(string contact, string substitute, int from, int to) =>
        new() { Contact = contact, Substitute = substitute, From = DateTimeOffset.UnixEpoch.AddDays(from), To = DateTimeOffset.UnixEpoch.AddDays(to) };

    private static List<SmartCommunity.Cloud.Fault> Faults(Roster roster) => RosterCheck.Faults(roster, static code => code == "baihe");
}
