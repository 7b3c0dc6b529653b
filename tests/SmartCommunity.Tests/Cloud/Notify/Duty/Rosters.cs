using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Tests.Cloud.Notify.Duty;

/// <summary>A roster of the tests: a desk by day and by night, care workers on working days, a property office, a lead, a fallback, and the family of one home.</summary>
internal static class Rosters
{
    internal const string Street = "fuchun", Home = "unit:baihe-1";

    internal static Roster Full { get; } = new()
    {
        Contacts =
        [
            Person("day"), Person("night"), Person("care"), Person("property"), Person("technician"), Person("lead"), Person("fallback"), Person("standIn"),
            Person("daughter") with { Home = Home },
        ],
        Shifts =
        [
            Shift("duty", "08:00", "20:00", "day"), Shift("duty", "20:00", "08:00", "night"), Shift("care", "08:00", "18:00", "care") with { Days = [1, 2, 3, 4, 5] },
            Shift("property", "00:00", "00:00", "property"), Shift("maintenance", "08:00", "18:00", "technician"),
        ],
        Lead = ["lead"], Fallback = ["fallback"],
    };

    internal static DutyContact Person(string id, params IReadOnlyList<DutyAddress> ways) => new() { Id = id, Name = id.ToUpperInvariant(), Channels = ways.Count == 0 ? [new DutyAddress("desk", id)] : ways };

    internal static DutyShift Shift(string role, string from, string to, params IReadOnlyList<string> contacts) => new() { Role = role, Days = [1, 2, 3, 4, 5, 6, 7], From = from, To = to, Contacts = contacts };
}
