using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Tests.Cloud.Api;
using static SmartCommunity.Tests.Cloud.Notify.Duty.Rosters;

namespace SmartCommunity.Tests.Cloud.Notify.Duty;

public sealed class DutyApiTests : IAsyncLifetime
{
    private const string Path = $"/api/v1/duty/{Street}";

    private ApiServer _api = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _api = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_roster_is_replaced_under_its_revision_and_every_earlier_one_can_be_put_back()
    {
        var (none, empty) = await _api.GetAsync(Path);
        Assert.Equal((200, 0, "noFallback"), (none, empty.GetProperty("revision").GetInt32(), empty.GetProperty("warnings")[0].GetProperty("code").GetString()));

        var (first, _) = await PutAsync(Full, "0");
        var (stale, _) = await PutAsync(Full with { Lead = [] }, "0");
        var (same, unchanged) = await PutAsync(Full, "1");
        var (second, changed) = await PutAsync(Full with { Shifts = [] }, "1");
        Assert.Equal((200, 412, 200, 200), (first, stale, same, second));
        Assert.Equal((1, 2), (unchanged.GetProperty("revision").GetInt32(), changed.GetProperty("revision").GetInt32()));
        Assert.Contains(changed.GetProperty("warnings").EnumerateArray(), w => w.GetProperty("code").GetString() == "gap");

        var (undone, back) = await _api.PostAsync($"{Path}/restore", """{"revision":1,"enteredBy":"Li"}""");
        var (never, problem) = await _api.PostAsync($"{Path}/restore", """{"revision":77,"enteredBy":"Li"}""");
        var (_, history) = await _api.GetAsync($"{Path}/history");

        Assert.Equal((200, 3, 5), (undone, back.GetProperty("revision").GetInt32(), back.GetProperty("roster").GetProperty("shifts").GetArrayLength()));
        Assert.Equal((400, "revision"), (never, Assert.Single(ApiServer.Fields(problem))));
        Assert.Equal([3L, 2, 1], history.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("revision").GetInt64()));
        // Channels that are not configured keep nobody from entering a roster, but are told.
        Assert.Equal(["desk"], back.GetProperty("warnings").EnumerateArray().Where(w => w.GetProperty("code").GetString() == "unknownChannel").Select(w => w.GetProperty("subject").GetString()));
    }

    [Fact]
    public async Task What_a_roster_may_not_say_is_told_with_its_field_and_nothing_is_kept()
    {
        var (status, problem) = await PutAsync(Full with { Shifts = [Shift("duty", "8", "20:00", "ghost")] }, "0", by: " ");
        var (unknown, _) = await _api.GetAsync("/api/v1/duty/atlantis");
        var (strange, member) = await _api.SendAsync(HttpMethod.Put, Path, new StringContent("""{"enteredBy":"Li","roster":{"contacts":[],"kings":[]}}""", System.Text.Encoding.UTF8, "application/json"));
        var (_, after) = await _api.GetAsync(Path);

        Assert.Equal((400, 404, 400), (status, unknown, strange));
        Assert.Equal(["enteredBy", "shifts[0].contacts", "shifts[0].from"], ApiServer.Fields(problem).Order(StringComparer.Ordinal));
        Assert.NotEmpty(ApiServer.Fields(member));
        Assert.Equal(0, after.GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task Scenarios_that_are_none_of_the_nine_are_refused_by_name()
    {
        var (contact, first) = await PutAsync(Full with { Contacts = [Full.Contacts[0] with { Scenarios = ["JK", "jk"] }, .. Full.Contacts.Skip(1)] }, "0");
        var (claim, second) = await PutAsync(Full with { ResponsibleFor = [new(Scenario: "XX"), new()] }, "0");

        Assert.Equal((400, "contacts[0].scenarios"), (contact, string.Join(' ', ApiServer.Fields(first))));
        Assert.Equal((400, "responsibleFor[0].scenario responsibleFor[1]"), (claim, string.Join(' ', ApiServer.Fields(second).Order(StringComparer.Ordinal))));
    }

    [Fact]
    public async Task Two_streets_cannot_be_responsible_for_the_very_same()
    {
        var claim = new DutyClaim(Cause: "networkCut");
        var (first, _) = await PutAsync(Full with { ResponsibleFor = [claim] }, "0");

        var (second, problem) = await PutAsync(Full with { ResponsibleFor = [claim] }, "0", street: "yinhu");

        Assert.Equal((200, 409, "responsibleFor"), (first, second, Assert.Single(ApiServer.Fields(problem))));
    }

    [Fact]
    public async Task The_week_shows_every_hour_of_the_desk_and_the_overview_who_is_on_duty_now()
    {
        await PutAsync(Full, "0");

        var (_, week) = await _api.GetAsync($"{Path}/week?day=2026-03-04");
        var (_, overview) = await _api.GetAsync("/api/v1/duty");
        var (wrong, problem) = await _api.GetAsync($"{Path}/week?day=soon");

        Assert.Equal("2026-03-02", week.GetProperty("from").GetString());
        Assert.Equal(15, week.GetProperty("periods").EnumerateArray().Count(p => p.GetProperty("role").GetString() == "duty"));
        Assert.Equal(8, overview.GetArrayLength());
        Assert.Contains(overview.EnumerateArray().Single(s => s.GetProperty("street").GetString() == Street).GetProperty("onDuty")[0].GetProperty("people")[0].GetProperty("contact").GetString(), new[] { "day", "night" });
        Assert.Equal((400, "day"), (wrong, Assert.Single(ApiServer.Fields(problem))));
    }

    [Fact]
    public async Task A_note_is_taken_over_once()
    {
        var (written, note) = await _api.PostAsync($"{Path}/notes", """{"author":"Li","text":"Key of 3-102 is at the property office"}""");
        var (blank, problem) = await _api.PostAsync($"{Path}/notes", """{"author":"","text":" "}""");
        var taken = $"{Path}/notes/{note.GetProperty("id").GetInt64()}/taken";

        var (first, _) = await _api.PostAsync(taken, """{"takenBy":"Wang"}""");
        var (second, conflict) = await _api.PostAsync(taken, """{"takenBy":"Chen"}""");
        var (missing, _) = await _api.PostAsync($"{Path}/notes/999999/taken", """{"takenBy":"Chen"}""");
        var (_, list) = await _api.GetAsync($"{Path}/notes");

        Assert.Equal((200, 400, 200, 409, 404), (written, blank, first, second, missing));
        Assert.Equal(["author", "text"], ApiServer.Fields(problem).Order());
        Assert.Contains("Wang", conflict.ToString(), StringComparison.Ordinal);
        Assert.Equal("Wang", Assert.Single(list.GetProperty("items").EnumerateArray()).GetProperty("takenBy").GetString());
    }

    [Fact]
    public async Task Who_was_told_of_an_alert_that_never_was_is_not_found() => Assert.Equal(404, (await _api.GetAsync("/api/v1/alerts/none/notifications")).Status);

    private async Task<(int Status, JsonElement Body)> PutAsync(Roster roster, string revision, string by = "Li", string street = Street)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/duty/{street}") { Content = JsonContent.Create(new NewRoster { Roster = roster, EnteredBy = by }) };
        request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{revision}\""));
        using var answer = await _api.Http.SendAsync(request, Cancel);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancel)));
    }
}
