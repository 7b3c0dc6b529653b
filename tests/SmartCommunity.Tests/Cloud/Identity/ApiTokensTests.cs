using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Cli;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Tests.Cloud.Alerts;

namespace SmartCommunity.Tests.Cloud.Identity;

/// <summary>Tokens by which programs act as accounts, on a running host that asks for accounts.</summary>
public sealed class ApiTokensTests : IAsyncLifetime
{
    private const string Pack = "zj-future-community@2021.12-draft.1";

    private AccountsCloud _cloud = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cloud = await AccountsCloud.StartAsync();

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task A_token_acts_as_its_account_until_it_is_revoked_and_only_its_hash_is_kept()
    {
        var (cookie, _) = await AccountAsync("li.na", Roles.DistrictOffice);
        var (id, token) = await MakeAsync(cookie);

        var (status, me) = await AskAsync("/api/v1/me", token);
        Assert.Equal((200, "account", "li.na"), (status, me.GetProperty("kind").GetString(), me.GetProperty("name").GetString()));
        Assert.Equal(403, (await SendAsync(HttpMethod.Post, "/api/v1/me/tokens", token, """{"name":"another"}""")).Status);
        await using (var context = _cloud.Get<RegistryStore>().CreateDbContext())
            Assert.Equal(Token.Hash(token.Split('.')[1]), (await context.ApiTokens.SingleAsync(Cancel)).SecretSha256);

        Assert.Equal(200, (await _cloud.SendAsync(HttpMethod.Delete, $"/api/v1/me/tokens/{id}", cookie)).Status);
        Assert.Equal(401, (await AskAsync("/api/v1/me", token)).Status);
        Assert.Equal(404, (await _cloud.SendAsync(HttpMethod.Delete, $"/api/v1/me/tokens/{id}", cookie)).Status);
        Assert.Equal(["apiTokenRevoked", "apiTokenMade"], (await _cloud.Get<AuditTrail>().ListAsync("person:li.na", 1, 2, Cancel)).Items.Select(static a => a.Action));
    }

    [Fact]
    public async Task What_is_not_exactly_a_token_lets_nobody_in()
    {
        var (cookie, _) = await AccountAsync("li.na", Roles.DistrictOffice);
        var (id, token) = await MakeAsync(cookie);
        var other = (await MakeAsync(cookie)).Token;

        foreach (var wrong in new[] { id, $"{id}.", $".{token.Split('.')[1]}", $"{id}.{other.Split('.')[1]}", $"{token}.x", token[..^1], $"{id}.{new string('a', 300)}", token.ToUpperInvariant() })
            Assert.True((await AskAsync("/api/v1/me", wrong)).Status == 401, wrong);
        Assert.Equal(200, (await AskAsync("/api/v1/me", token)).Status);
    }

    [Fact]
    public async Task A_token_has_its_accounts_roles_and_area_of_the_moment_but_never_the_administrators()
    {
        var (cookie, _) = await AccountAsync("admin.one", Roles.Administrator);
        var (_, admins) = await MakeAsync(cookie);
        var (streets, id) = await AccountAsync("wang.fang", Roles.Street, $"street:{_cloud.OwnStreet}");
        var (_, token) = await MakeAsync(streets);

        Assert.Equal(403, (await AskAsync("/api/v1/people", admins)).Status);
        Assert.Equal(200, (await AskAsync($"/api/v1/devices/{AccountsCloud.OwnDevice}", token)).Status);
        Assert.Equal(403, (await AskAsync($"/api/v1/devices/{AccountsCloud.OtherDevice}", token)).Status);
        Assert.True((await _cloud.Get<PeopleDesk>().ChangeAsync(id, new PersonAccess { DisplayName = "Wang", Roles = [Roles.Finance], Area = "district" }, null, "test", Cancel)).Succeeded);
        Assert.Equal(403, (await AskAsync($"/api/v1/devices/{AccountsCloud.OwnDevice}", token)).Status);
        Assert.Equal(200, (await AskAsync("/api/v1/programme/money", token)).Status);
    }

    [Fact]
    public async Task A_locked_account_a_reset_one_and_a_time_that_is_over_end_its_tokens()
    {
        await AccountAsync("admin.one", Roles.Administrator);
        var (cookie, id) = await AccountAsync("li.na", Roles.DistrictOffice);
        var (_, token) = await MakeAsync(cookie);
        var people = _cloud.Get<PeopleDesk>();

        var later = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(29));
        Assert.NotNull(await new ApiTokens(_cloud.Get<RegistryStore>(), later, NullLogger<ApiTokens>.Instance).CallerOfAsync(token, Cancel));
        later.Advance(TimeSpan.FromDays(1.1));
        Assert.Null(await new ApiTokens(_cloud.Get<RegistryStore>(), later, NullLogger<ApiTokens>.Instance).CallerOfAsync(token, Cancel));
        Assert.Empty(await new ApiTokens(_cloud.Get<RegistryStore>(), later, NullLogger<ApiTokens>.Instance).ListAsync(id, Cancel));

        Assert.True((await people.LockAsync(id, "test", Cancel)).Succeeded);
        Assert.Equal(401, (await AskAsync("/api/v1/me", token)).Status);
        Assert.True((await people.UnlockAsync(id, "test", Cancel)).Succeeded);
        Assert.Equal(200, (await AskAsync("/api/v1/me", token)).Status);
        Assert.True((await people.ResetAsync(id, "test", Cancel)).Succeeded);
        Assert.Equal(401, (await AskAsync("/api/v1/me", token)).Status);
    }

    [Fact]
    public async Task When_a_token_was_last_used_is_told_to_the_hour()
    {
        var (cookie, id) = await AccountAsync("li.na", Roles.DistrictOffice);
        var (_, token) = await MakeAsync(cookie);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var tokens = new ApiTokens(_cloud.Get<RegistryStore>(), time, NullLogger<ApiTokens>.Instance);
        async Task<DateTimeOffset?> UsedAsync() => Assert.Single(await tokens.ListAsync(id, Cancel)).LastUsedAt;
        Assert.Null(await UsedAsync());
        Assert.Null(await tokens.CallerOfAsync($"{token}x", Cancel));
        Assert.Null(await UsedAsync());

        var first = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        Assert.NotNull(await tokens.CallerOfAsync(token, Cancel));
        time.Advance(ApiTokens.UsePrecision - TimeSpan.FromSeconds(1));
        Assert.NotNull(await tokens.CallerOfAsync(token, Cancel));
        Assert.Equal(first, await UsedAsync());

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await tokens.CallerOfAsync(token, Cancel));
        Assert.Equal(first + ApiTokens.UsePrecision, await UsedAsync());
    }

    [Fact]
    public async Task An_administrator_sees_and_revokes_the_tokens_of_an_account()
    {
        var (admin, _) = await AccountAsync("admin.one", Roles.Administrator);
        var (cookie, id) = await AccountAsync("li.na", Roles.DistrictOffice);
        var (made, token) = await MakeAsync(cookie);

        var listed = Assert.Single((await _cloud.GetAsync($"/api/v1/people/{id}/tokens", admin)).EnumerateArray());
        Assert.Equal((made, "reports"), (listed.GetProperty("id").GetString(), listed.GetProperty("name").GetString()));
        Assert.DoesNotContain(token.Split('.')[1], listed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(403, (await _cloud.SendAsync(HttpMethod.Get, $"/api/v1/people/{id}/tokens", cookie)).Status);
        Assert.Equal(200, (await _cloud.SendAsync(HttpMethod.Delete, $"/api/v1/people/{id}/tokens/{made}", admin)).Status);
        Assert.Equal(401, (await AskAsync("/api/v1/me", token)).Status);
    }

    [Theory]
    [InlineData("""{"name":" ","days":30}""", 400, "name")]
    [InlineData("""{"name":"reports","days":0}""", 400, "days")]
    [InlineData("""{"name":"reports","days":367}""", 400, "days")]
    public async Task What_cannot_be_made_names_its_field(string json, int status, string field)
    {
        var (cookie, _) = await AccountAsync("li.na", Roles.DistrictOffice);

        var (answered, body) = await _cloud.SendAsync(HttpMethod.Post, "/api/v1/me/tokens", cookie, JsonElement.Parse(json));

        Assert.Equal((status, field), (answered, JsonElement.Parse(body).GetProperty("errors").EnumerateObject().Single().Name));
    }

    [Fact]
    public async Task An_account_has_so_many_tokens_and_no_more()
    {
        var (cookie, _) = await AccountAsync("li.na", Roles.DistrictOffice);
        for (var i = 0; i < ApiTokens.MaxTokens; i++)
            await MakeAsync(cookie);

        Assert.Equal(409, (await _cloud.SendAsync(HttpMethod.Post, "/api/v1/me/tokens", cookie, new { name = "one more" })).Status);
    }

    [Fact]
    public async Task Verbs_ask_with_a_token_and_say_in_one_line_what_is_wrong_without_a_good_one()
    {
        Assert.Equal([], (await _cloud.Get<StandingDesk>().PutAsync(AccountsCloud.Own, new NewStanding { Pack = Pack, ProjectType = "renovation", EnteredBy = "Li" }, null, Cancel)).Faults);
        var (cookie, _) = await AccountAsync("li.na", Roles.DistrictOffice);
        var (id, token) = await MakeAsync(cookie);
        var (elsewhere, _) = await AccountAsync("wang.fang", Roles.Community, $"community:{_cloud.Other}");
        var (_, stranger) = await MakeAsync(elsewhere);
        await StartedCloud.UntilAsync("the community is scored", async () => (await AskAsync($"/api/v1/communities/{AccountsCloud.Own}/score", token)).Status == 200);
        string[][] verbs =
        [
            ["whatif", AccountsCloud.Own, "fact:healthRecords=900"], ["advise", AccountsCloud.Own], ["explain", AccountsCloud.Own, "JK-09b"], ["forecast", AccountsCloud.Own, "--to", Tomorrow()], ["pack", "diff", Pack, Pack],
        ];

        foreach (var verb in verbs)
        {
            Assert.Equal(0, (await RunAsync([.. verb, "--token", token])).Exit);
            var wrong = (await Assert.ThrowsAsync<UsageException>(() => RunAsync([.. verb, "--token", $"{id}.wrong"]))).Message;
            Assert.Contains("does not take this token (--token or SMARTCOMMUNITY_TOKEN)", wrong, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', wrong);
            Assert.Contains("asks who you are", (await Assert.ThrowsAsync<UsageException>(() => RunAsync(verb))).Message, StringComparison.Ordinal);
            Assert.Contains("has a character that no token has", (await Assert.ThrowsAsync<UsageException>(() => RunAsync([.. verb, "--token", "a b\r\nc"]))).Message, StringComparison.Ordinal);
        }

        var (exit, output) = await RunAsync([.. verbs[0], "--token", stranger]);
        Assert.Equal(1, exit);
        Assert.StartsWith("authorization: ", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static string Tomorrow() => TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        var exit = await CommandLine.Build().Parse([.. arguments, "--cloud", _cloud.Http.BaseAddress!.ToString()])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = output, EnableDefaultExceptionHandler = false }, Cancel);
        return (exit, output.ToString());
    }

    private async Task<(string Cookie, string Id)> AccountAsync(string name, string role, string area = "district")
    {
        var id = await _cloud.AddAsync(name, role, area);
        using var answer = await _cloud.SignInAsync(name);
        return (AccountsCloud.CookieOf(answer), id);
    }

    private async Task<(string Id, string Token)> MakeAsync(string cookie)
    {
        var (status, body) = await _cloud.SendAsync(HttpMethod.Post, "/api/v1/me/tokens", cookie, new { name = "reports", days = 30 });
        Assert.True(status == 200, body);
        var made = JsonElement.Parse(body);
        return (made.GetProperty("view").GetProperty("id").GetString()!, made.GetProperty("token").GetString()!);
    }

    private async Task<(int Status, JsonElement Body)> AskAsync(string path, string token)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path, token, json: null);
        return (status, JsonElement.Parse(body));
    }

    private async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, string token, string? json)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        if (json is not null)
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _cloud.Http.SendAsync(request, Cancel);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }
}
