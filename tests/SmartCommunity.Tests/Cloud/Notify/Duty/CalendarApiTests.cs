using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Tests.Cloud.Api;
using SmartCommunity.Tests.Cloud.Registry;
using static SmartCommunity.Tests.Cloud.Notify.Duty.Rosters;

namespace SmartCommunity.Tests.Cloud.Notify.Duty;

public sealed class CalendarApiTests : IAsyncLifetime
{
    private const string Path = "/api/v1/calendar/2026";

    private static readonly CalendarYear _announced = new()
    {
        Source = "国办发明电〔2025〕7号",
        Days = [Span("2026-10-10", "2026-10-10", DayKinds.Workday, "调休上班"), Span("2026-10-01", "2026-10-07", DayKinds.Holiday, "国庆节")],
    };

    private ApiServer _api = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _api = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_year_is_empty_until_somebody_enters_it_and_is_then_replaced_under_its_revision()
    {
        var (found, none) = await _api.GetAsync(Path);
        var (entered, first) = await PutAsync(_announced, "0");
        var (stale, _) = await PutAsync(_announced with { Days = [] }, "0");
        var (same, unchanged) = await PutAsync(_announced, "1");
        var (changed, second) = await PutAsync(_announced with { Days = [] }, "1");

        Assert.Equal((200, JsonValueKind.Null, 0), (found, none.GetProperty("calendar").ValueKind, none.GetProperty("revision").GetInt32()));
        Assert.Equal((200, 412, 200, 200), (entered, stale, same, changed));
        Assert.Equal((1, 1, 2), (first.GetProperty("revision").GetInt32(), unchanged.GetProperty("revision").GetInt32(), second.GetProperty("revision").GetInt32()));
        Assert.Equal(["2026-10-01", "2026-10-10"], first.GetProperty("calendar").GetProperty("days").EnumerateArray().Select(d => d.GetProperty("from").GetString()));
        Assert.Equal("Li", first.GetProperty("enteredBy").GetString());
    }

    [Fact]
    public async Task The_week_names_its_holidays_and_shifts_go_by_them_at_once()
    {
        var roster = Full with { Shifts = [.. Full.Shifts.Select(static s => s.Role == "care" ? s with { Days = [1, 2, 3, 4, 5, 6, 7], DayKinds = [DayKinds.Workday] } : s)] };
        using var kept = await _api.Http.PutAsJsonAsync($"/api/v1/duty/{Street}", new NewRoster { Roster = roster, EnteredBy = "Li" }, Cancel);
        Assert.True(kept.IsSuccessStatusCode);
        var before = await CareDaysAsync("2026-10-05");

        await PutAsync(_announced, "0");

        // Monday to Wednesday off, Thursday to Saturday worked.
        Assert.Equal((5, 3, 5), (before, await CareDaysAsync("2026-10-05"), await CareDaysAsync("2026-10-12")));
        var (_, week) = await _api.GetAsync($"/api/v1/duty/{Street}/week?day=2026-10-05");
        Assert.Equal(
            ["holiday", "holiday", "holiday", "workday", "workday", "workday", "restday"], week.GetProperty("days").EnumerateArray().Select(d => d.GetProperty("kind").GetString()));
        Assert.Equal("国庆节", week.GetProperty("days")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_roster_that_goes_by_holidays_misses_those_of_a_year_that_nobody_entered()
    {
        var roster = Full with { Shifts = [Full.Shifts[0] with { DayKinds = [DayKinds.Holiday] }] };
        using var kept = await _api.Http.PutAsJsonAsync($"/api/v1/duty/{Street}", new NewRoster { Roster = roster, EnteredBy = "Li" }, Cancel);

        var missed = Missed(JsonElement.Parse(await kept.Content.ReadAsStringAsync(Cancel))).ToArray();
        foreach (var year in missed)
            await PutAsync(new CalendarYear { Source = "test" }, "0", $"/api/v1/calendar/{year}");
        var (_, after) = await _api.GetAsync($"/api/v1/duty/{Street}");

        Assert.InRange(missed.Length, 1, 2);
        Assert.Empty(Missed(after));
    }

    [Fact]
    public async Task What_a_year_may_not_say_is_told_with_its_field_and_nothing_is_kept()
    {
        var wrong = new CalendarYear
        {
            Source = " ",
            Days = [Span("2026-10-01", "2026-10-07", "party", "国庆节"), Span("2026-10-07", "2026-10-08", DayKinds.Workday, ""), Span("2026-12-31", "2027-01-03", DayKinds.Holiday, "元旦"), Span("2026-05-03", "2026-05-01", DayKinds.Holiday, "劳动节")],
        };

        var (status, problem) = await PutAsync(wrong, "0", by: "");
        var (early, _) = await _api.GetAsync("/api/v1/calendar/1989");
        var (_, after) = await _api.GetAsync(Path);

        Assert.Equal((400, 400), (status, early));
        Assert.Equal(["days", "days[0].kind", "days[1].name", "days[2].from", "days[3].from", "enteredBy", "source"], ApiServer.Fields(problem).Order(StringComparer.Ordinal));
        Assert.Equal(0, after.GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task A_shift_names_only_kinds_that_there_are()
    {
        var roster = Full with { Shifts = [Full.Shifts[0] with { DayKinds = ["workday", "birthday"] }] };

        using var refused = await _api.Http.PutAsJsonAsync($"/api/v1/duty/{Street}", new NewRoster { Roster = roster, EnteredBy = "Li" }, Cancel);

        Assert.Equal("shifts[0].dayKinds", Assert.Single(ApiServer.Fields(JsonElement.Parse(await refused.Content.ReadAsStringAsync(Cancel)))));
    }

    [Fact]
    public async Task The_days_are_there_after_a_restart()
    {
        await using var registry = await TemporaryRegistry.CreateAsync(TimeProvider.System.GetUtcNow());
        var desk = new CalendarDesk(registry.Store, new RosterBook(registry.Store), registry.Time);
        Assert.True((await desk.PutAsync(2026, new NewCalendarYear { Calendar = _announced, EnteredBy = "Li" }, 0, Cancel)).Succeeded);

        var again = new RosterBook(registry.Store);

        Assert.Equal((DayKinds.Holiday, DayKinds.Workday), (again.Calendar.Of(new DateOnly(2026, 10, 7)).Kind, again.Calendar.Of(new DateOnly(2026, 10, 10)).Kind));
        Assert.True(again.Calendar.Knows(2026));
    }

    private static CalendarSpan Span(string from, string to, string kind, string name) => new(DateOnly.Parse(from, null), DateOnly.Parse(to, null), kind, name);

    private static IEnumerable<string> Missed(JsonElement roster) =>
        roster.GetProperty("warnings").EnumerateArray().Where(static w => w.GetProperty("code").GetString() == "noCalendar").Select(static w => w.GetProperty("subject").GetString()!);

    /// <summary>On how many days of a week somebody cares.</summary>
    private async Task<int> CareDaysAsync(string day)
    {
        var (_, week) = await _api.GetAsync($"/api/v1/duty/{Street}/week?day={day}");
        return week.GetProperty("periods").EnumerateArray().Count(static p => p.GetProperty("role").GetString() == "care" && p.GetProperty("people").GetArrayLength() > 0);
    }

    private async Task<(int Status, JsonElement Body)> PutAsync(CalendarYear calendar, string revision, string path = Path, string by = "Li")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(new NewCalendarYear { Calendar = calendar, EnteredBy = by }) };
        request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{revision}\""));
        using var answer = await _api.Http.SendAsync(request, Cancel);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancel)));
    }
}
