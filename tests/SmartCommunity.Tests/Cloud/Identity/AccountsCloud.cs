using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Tests.Cloud.Identity;

/// <summary>A whole cloud with its console that asks for accounts, one device in each of two communities of two streets, and accounts made when a test asks for them.</summary>
internal sealed class AccountsCloud : IAsyncDisposable
{
    internal const string Own = "baihe", OwnDevice = "own-1", OtherDevice = "other-1", Password = "a long enough pass 2026", ProgramToken = "programs-token-of-this-test";

    private readonly string _folder;
    private readonly WebApplication _app;
    private readonly Dictionary<(string Role, string Area), string> _cookies = [];

    private AccountsCloud(string folder, WebApplication app)
    {
        (_folder, _app) = (folder, app);
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        var enrolments = Get<EnrolmentIndex>();
        OwnStreet = enrolments.StreetOf(Own)!;
        Other = enrolments.Communities.First(c => enrolments.StreetOf(c) != OwnStreet);
    }

    /// <summary>Sends no cookie by itself and follows no redirect.</summary>
    internal HttpClient Http { get; }

    internal string OwnStreet { get; }

    /// <summary>A community of another street.</summary>
    internal string Other { get; }

    internal WebApplication App => _app;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static async Task<AccountsCloud> StartAsync(bool asksForAccounts = true)
    {
        var folder = Directory.CreateTempSubdirectory("sc-accounts-").FullName;
        var options = new CloudOptions { DataFolder = folder, Port = 0, UplinkPort = 0, AsksForAccounts = asksForAccounts, ProgramToken = ProgramToken };
        var app = await CloudHost.BuildAsync(
            options,
            static builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Error);
                builder.Services.AddConsole();
            },
            static app => app.MapConsole(), Cancel);
        await app.StartAsync(Cancel);
        var cloud = new AccountsCloud(folder, app);
        await cloud.Get<GatewayEnrolment>().EnsureGatewayAsync("gw-1", "Gateway 1", "gateway-token", Cancel);
        foreach (var (id, community) in new[] { (OwnDevice, Own), (OtherDevice, cloud.Other) })
            Assert.True((await cloud.Get<DeviceRegistry>().CreateAsync(new NewDevice { Id = id, Community = community, Class = "wearable", Gateway = "gw-1" }, Cancel)).Succeeded);
        return cloud;
    }

    internal T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Makes an account with a password; returns its id.</summary>
    internal async Task<string> AddAsync(string name, string role, string area)
    {
        var added = await Get<PeopleDesk>().AddAsync(
            new NewPerson { Name = name, DisplayName = $"Person {name}", Roles = [role], Area = area, Department = role == Roles.Department ? "civil affairs" : "" }, "test", Cancel);
        Assert.True(added.Succeeded, string.Join(' ', added.Faults.Select(static f => f.Message)));
        var set = await Get<SignInLinks>().SetPasswordAsync(added.Value!.Link.Split("token=")[1], Password, Cancel);
        Assert.True(set.Succeeded);
        return added.Value.Person.Id;
    }

    /// <summary>Signs in; returns the answer.</summary>
    internal Task<HttpResponseMessage> SignInAsync(string name, string password = Password) => Http.PostAsJsonAsync("/api/v1/sign-in", new { name, password }, Cancel);

    /// <summary>The cookie of an account of a role in an area, made when it is first asked for.</summary>
    internal async Task<string> CookieAsync(string role, string area)
    {
        if (_cookies.TryGetValue((role, area), out var known))
            return known;
        var name = $"person-{_cookies.Count}";
        await AddAsync(name, role, area);
        using var answer = await SignInAsync(name);
        return _cookies[(role, area)] = CookieOf(answer);
    }

    internal static string CookieOf(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        return Assert.Single(answer.Headers.GetValues("Set-Cookie"), static c => c.StartsWith("sc.signed-in=", StringComparison.Ordinal)).Split(';')[0];
    }

    /// <summary>Sends as somebody; null: as nobody.</summary>
    internal async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, string? cookie, object? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        if (json is not null)
            request.Content = JsonContent.Create(json);
        using var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType is "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync(Cancel));
    }

    internal async Task<JsonElement> GetAsync(string path, string cookie)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path, cookie);
        Assert.True(status == 200, $"{path}: {status} {body}");
        return JsonElement.Parse(body);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
