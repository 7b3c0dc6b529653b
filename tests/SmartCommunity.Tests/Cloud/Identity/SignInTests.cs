using System.Net;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Tests.Cloud.Identity;

/// <summary>Signing in on a running host: the first administrator, passwords, lockout, locks, and what of lists and histories follows from who it is.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private AccountsCloud _cloud = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cloud = await AccountsCloud.StartAsync();

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task The_first_link_makes_one_administrator_and_is_used_up()
    {
        var links = _cloud.Get<SignInLinks>();
        var old = (await links.FirstAsync(Cancel))!.Split("token=")[1];
        var token = (await links.FirstAsync(Cancel))!.Split("token=")[1];

        Assert.Null(await links.FindAsync(old, Cancel));
        Assert.Equal(["password"], (await links.MakeFirstAsync(token, "first.admin", "First", "too short", Cancel)).Faults.Select(static f => f.Field));
        Assert.True((await links.MakeFirstAsync(token, "first.admin", "First", AccountsCloud.Password, Cancel)).Succeeded);
        Assert.Equal("token", Assert.Single((await links.MakeFirstAsync(token, "second.admin", "Second", AccountsCloud.Password, Cancel)).Faults).Field);
        Assert.Null(await links.FirstAsync(Cancel));
        var person = Assert.Single(await _cloud.Get<PeopleDesk>().ListAsync(Cancel));
        Assert.Equal(("first.admin", "administrator", "district"), (person.Name, Assert.Single(person.Roles), person.Area));
        await using var context = _cloud.Get<RegistryStore>().CreateDbContext();
        Assert.Equal(0, await context.SignInLinks.CountAsync(Cancel));
        Assert.DoesNotContain(AccountsCloud.Password, (await context.People.SingleAsync(Cancel)).PasswordHash, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_five_wrong_passwords_the_right_one_is_not_taken_until_an_administrator_unlocks_it()
    {
        var id = await _cloud.AddAsync("wang.fang", Roles.Street, $"street:{_cloud.OwnStreet}");
        for (var i = 1; i < SignInDesk.MaxFailures; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await _cloud.SignInAsync("wang.fang", "wrong")).StatusCode);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await _cloud.SignInAsync("wang.fang", "wrong")).StatusCode);
        using var refused = await _cloud.SignInAsync("wang.fang");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 1, SignInDesk.RefusedFor.TotalMinutes);
        Assert.Equal("refused", Assert.Single(await _cloud.Get<PeopleDesk>().ListAsync(Cancel)).State);
        Assert.True((await _cloud.Get<PeopleDesk>().UnlockAsync(id, "test", Cancel)).Succeeded);
        AccountsCloud.CookieOf(await _cloud.SignInAsync("WANG.FANG"));
    }

    [Fact]
    public async Task Guesses_sent_side_by_side_are_all_counted()
    {
        await _cloud.AddAsync("wang.fang", Roles.Street, "district");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _cloud.SignInAsync("wang.fang", "wrong")));

        Assert.Equal(SignInDesk.MaxFailures - 1, answers.Count(static a => a.StatusCode == HttpStatusCode.Unauthorized));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await _cloud.SignInAsync("wang.fang")).StatusCode);
    }

    [Fact]
    public async Task Nobody_learns_whether_a_name_exists()
    {
        await _cloud.AddAsync("wang.fang", Roles.Street, "district");

        var (known, unknown) = (await _cloud.SignInAsync("wang.fang", "wrong"), await _cloud.SignInAsync("no.body", "wrong"));

        Assert.Equal((known.StatusCode, await ErrorsAsync(known)), (unknown.StatusCode, await ErrorsAsync(unknown)));
    }

    [Fact]
    public async Task A_lock_takes_no_sign_in_and_the_stamp_of_an_old_one_is_worth_nothing()
    {
        await _cloud.AddAsync("admin.one", Roles.Administrator, "district");
        var id = await _cloud.AddAsync("wang.fang", Roles.Street, "district");
        var people = _cloud.Get<PeopleDesk>();
        var before = await StampAsync(id);

        Assert.True((await people.LockAsync(id, "test", Cancel)).Succeeded);

        Assert.Equal(HttpStatusCode.Unauthorized, (await _cloud.SignInAsync("wang.fang")).StatusCode);
        Assert.NotEqual(before, await StampAsync(id));
    }

    [Fact]
    public async Task The_last_administrator_who_can_sign_in_stays()
    {
        var id = await _cloud.AddAsync("admin.one", Roles.Administrator, "district");
        var people = _cloud.Get<PeopleDesk>();
        var street = new PersonAccess { DisplayName = "One", Roles = [Roles.Street], Area = "district" };
        var invited = (await people.AddAsync(new NewPerson { Name = "admin.two", DisplayName = "Two", Roles = [Roles.Administrator], Area = "district" }, "test", Cancel)).Value!;

        Assert.Equal("id", Assert.Single((await people.LockAsync(id, "test", Cancel)).Faults).Field);
        Assert.Equal("id", Assert.Single((await people.ResetAsync(id, "test", Cancel)).Faults).Field);
        Assert.Equal("id", Assert.Single((await people.ChangeAsync(id, street, null, "test", Cancel)).Faults).Field);
        Assert.True((await _cloud.Get<SignInLinks>().SetPasswordAsync(invited.Link.Split("token=")[1], AccountsCloud.Password, Cancel)).Succeeded);
        Assert.True((await people.LockAsync(id, "test", Cancel)).Succeeded);
    }

    [Fact]
    public async Task Every_change_of_an_account_stands_in_the_audit_with_who_made_it()
    {
        await _cloud.AddAsync("admin.one", Roles.Administrator, "district");
        var admin = AccountsCloud.CookieOf(await _cloud.SignInAsync("admin.one"));
        var (status, body) = await _cloud.SendAsync(HttpMethod.Post, "/api/v1/people", admin, new { name = "li.na", displayName = "Li Na", roles = new[] { "street" }, area = $"street:{_cloud.OwnStreet}" });
        Assert.Equal(200, status);
        var id = System.Text.Json.JsonElement.Parse(body).GetProperty("person").GetProperty("id").GetString();

        await _cloud.SendAsync(HttpMethod.Put, $"/api/v1/people/{id}", admin, new { displayName = "Li Na", roles = new[] { "community" }, area = $"community:{AccountsCloud.Own}" });
        await _cloud.SendAsync(HttpMethod.Post, $"/api/v1/people/{id}/lock", admin);
        await _cloud.SendAsync(HttpMethod.Post, $"/api/v1/people/{id}/unlock", admin);

        var audit = (await _cloud.Get<AuditTrail>().ListAsync("person:li.na", 1, 50, Cancel)).Items;
        Assert.Equal(["personUnlocked", "personLocked", "personChanged", "personAdded"], audit.Select(static a => a.Action));
        Assert.All(audit, static a => Assert.Equal("Person admin.one (admin.one)", a.Actor));
        Assert.Contains("before: Li Na: street in street:", audit[2].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_show_the_own_area_and_refuse_another()
    {
        var street = await _cloud.CookieAsync(Roles.Street, $"street:{_cloud.OwnStreet}");
        var community = await _cloud.CookieAsync(Roles.Community, $"community:{AccountsCloud.Own}");
        var district = await _cloud.CookieAsync(Roles.DistrictOffice, "district");

        Assert.Equal(17, (await _cloud.GetAsync("/api/v1/communities", district)).GetProperty("total").GetInt32());
        Assert.All((await _cloud.GetAsync("/api/v1/communities", street)).GetProperty("items").EnumerateArray(), c => Assert.Equal(_cloud.OwnStreet, c.GetProperty("street").GetString()));
        Assert.Equal(AccountsCloud.Own, Assert.Single((await _cloud.GetAsync("/api/v1/communities", community)).GetProperty("items").EnumerateArray()).GetProperty("code").GetString());
        Assert.Equal(_cloud.OwnStreet, Assert.Single((await _cloud.GetAsync("/api/v1/streets", community)).GetProperty("items").EnumerateArray()).GetProperty("code").GetString());
        foreach (var cookie in new[] { street, community })
        {
            Assert.Equal(AccountsCloud.OwnDevice, Assert.Single((await _cloud.GetAsync("/api/v1/devices", cookie)).GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
            Assert.Equal(403, (await _cloud.SendAsync(HttpMethod.Get, $"/api/v1/devices?community={_cloud.Other}", cookie)).Status);
            Assert.Equal(403, (await _cloud.SendAsync(HttpMethod.Get, $"/api/v1/devices/{AccountsCloud.OtherDevice}", cookie)).Status);
            Assert.Equal(403, (await _cloud.SendAsync(HttpMethod.Get, $"/api/v1/export?devices={AccountsCloud.OwnDevice},{AccountsCloud.OtherDevice}", cookie)).Status);
        }

        Assert.Equal(_cloud.OwnStreet, Assert.Single((await _cloud.GetAsync("/api/v1/duty", street)).EnumerateArray()).GetProperty("street").GetString());
        Assert.Equal(2, (await _cloud.GetAsync("/api/v1/devices", district)).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Histories_name_the_account_whatever_the_body_says()
    {
        await _cloud.AddAsync("li.na", Roles.Street, $"street:{_cloud.OwnStreet}");
        var cookie = AccountsCloud.CookieOf(await _cloud.SignInAsync("li.na"));

        var (status, body) = await _cloud.SendAsync(HttpMethod.Post, $"/api/v1/duty/{_cloud.OwnStreet}/notes", cookie, new { author = "somebody else", text = "The lift is repaired." });

        Assert.True(status == 200, body);
        Assert.Equal("Person li.na (li.na)", System.Text.Json.JsonElement.Parse(body).GetProperty("author").GetString());
        Assert.Equal(403, (await _cloud.SendAsync(HttpMethod.Post, "/api/v1/duty/elsewhere/notes", cookie, new { author = "x", text = "y" })).Status);
    }

    [Fact]
    public async Task The_own_password_is_changed_with_the_one_that_is()
    {
        await _cloud.AddAsync("li.na", Roles.Street, "district");
        var cookie = AccountsCloud.CookieOf(await _cloud.SignInAsync("li.na"));

        Assert.Equal(400, (await _cloud.SendAsync(HttpMethod.Put, "/api/v1/me/password", cookie, new { current = "wrong", password = "another long pass 2027" })).Status);
        Assert.Equal(400, (await _cloud.SendAsync(HttpMethod.Put, "/api/v1/me/password", cookie, new { current = AccountsCloud.Password, password = "short" })).Status);
        Assert.Equal(204, (await _cloud.SendAsync(HttpMethod.Put, "/api/v1/me/password", cookie, new { current = AccountsCloud.Password, password = "another long pass 2027" })).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, (await _cloud.SignInAsync("li.na")).StatusCode);
        AccountsCloud.CookieOf(await _cloud.SignInAsync("li.na", "another long pass 2027"));
    }

    [Fact]
    public async Task A_program_shows_its_token_and_does_what_simulators_do_but_makes_no_accounts()
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/api/v1/gateways") { Headers = { Authorization = new("Bearer", AccountsCloud.ProgramToken) } };
        using var people = new HttpRequestMessage(HttpMethod.Get, "/api/v1/people") { Headers = { Authorization = new("Bearer", AccountsCloud.ProgramToken) } };
        using var wrong = new HttpRequestMessage(HttpMethod.Get, "/api/v1/gateways") { Headers = { Authorization = new("Bearer", AccountsCloud.ProgramToken + "x") } };

        Assert.Equal(HttpStatusCode.OK, (await _cloud.Http.SendAsync(asked, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _cloud.Http.SendAsync(people, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _cloud.Http.SendAsync(wrong, Cancel)).StatusCode);
    }

    [Fact]
    public async Task What_needs_no_account_needs_none()
    {
        foreach (var path in new[] { "/health/live", "/metrics", "/sign-in" })
            Assert.Equal(200, (await _cloud.SendAsync(HttpMethod.Get, path, cookie: null)).Status);
        Assert.Equal(404, (await _cloud.SendAsync(HttpMethod.Get, "/nothing/here", cookie: null)).Status);
    }

    private static async Task<string> ErrorsAsync(HttpResponseMessage answer) => System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancel)).GetProperty("errors").GetRawText();

    private async Task<string> StampAsync(string id)
    {
        await using var context = _cloud.Get<RegistryStore>().CreateDbContext();
        return (await context.People.SingleAsync(p => p.Id == id, Cancel)).SecurityStamp;
    }
}
