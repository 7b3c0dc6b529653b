using SmartCommunity.Cloud.Notify;
using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cli;

/// <summary>
/// Gives each street of the simulated district a roster, by the API that people use: a desk by day and by night, a care worker, a property office, a technician, a lead. Everybody's name says that they are simulated,
/// and they are reached in the console alone. A street of which anybody entered a roster is left alone.
/// </summary>
internal static class SimulatedRosters
{
    private const string EnteredBy = "simulator";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    internal static async Task PutAsync(Uri cloud, byte[] secret, CancellationToken cancellationToken)
    {
        using var http = CloudClient.Create(cloud, _patience, secret);
        var streets = await http.GetFromJsonAsync<DutyOverview[]>("/api/v1/duty", cancellationToken);
        foreach (var street in streets!.Where(static s => s.Revision == 0))
            await SimulatedStandings.PutFirstAsync(http, $"/api/v1/duty/{street.Street}", new NewRoster { Roster = Of(street), EnteredBy = EnteredBy }, cancellationToken);
    }

    private static Roster Of(DutyOverview street) => new()
    {
        Contacts =
        [
            Person("desk-day", $"{street.NameZh}值班台（白班，模拟）"), Person("desk-night", $"{street.NameZh}值班台（夜班，模拟）"), Person("care-1", $"{street.NameZh}助老员（模拟）"),
            Person("property-1", $"{street.NameZh}物业（模拟）"), Person("technician-1", $"{street.NameZh}运维（模拟）"), Person("lead-1", $"{street.NameZh}负责人（模拟）"),
        ],
        Shifts =
        [
            Shift(DutyRoles.Duty, "08:00", "20:00", "desk-day"), Shift(DutyRoles.Duty, "20:00", "08:00", "desk-night"), Shift(DutyRoles.Care, "07:00", "21:00", "care-1"),
            Shift(DutyRoles.Property, "00:00", "00:00", "property-1"), Shift(DutyRoles.Maintenance, "08:00", "18:00", "technician-1"),
        ],
        Lead = ["lead-1"], Fallback = ["lead-1"],
    };

    private static DutyContact Person(string id, string name) => new() { Id = id, Name = name, Channels = [new DutyAddress(InAppSettings.ChannelName, "")] };

    private static DutyShift Shift(string role, string from, string to, string contact)
    {
        const int monday = 1, days = 7;
        return new DutyShift { Role = role, Days = [.. Enumerable.Range(monday, days)], From = from, To = to, Contacts = [contact] };
    }
}
