using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console;
using SmartCommunity.Contracts.Http;
using Directory = System.IO.Directory;

namespace SmartCommunity.SystemTests.Console;

/// <summary>A cloud with its console that asks for accounts, in this process and in a folder of its own.</summary>
public sealed class AccountHost : IAsyncLifetime
{
    internal const string Password = "correct horse 2026 battery";

    private WebApplication _app = null!;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("console-accounts-").FullName;

    internal Uri Address { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _app = await CloudHost.BuildAsync(
            new CloudOptions { DataFolder = Folder, Port = 0, UplinkPort = 0, AsksForAccounts = true },
            static builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Error);
                builder.Services.AddConsole();
            },
            static app => app.MapConsole(), Cancel);
        await _app.StartAsync(Cancel);
        Address = new Uri(Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    internal T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Makes an account and opens a page as that person, in a browser that is signed in.</summary>
    internal async Task<ConsolePage> SignedInAsync(Chromium chromium, string name, string role, string area, string culture, string path)
    {
        var added = await Get<PeopleDesk>().AddAsync(new NewPerson { Name = name, DisplayName = name, Roles = [role], Area = area }, "test", Cancel);
        Assert.True(added.Succeeded, string.Join(' ', added.Faults.Select(static f => f.Message)));
        Assert.True((await Get<SignInLinks>().SetPasswordAsync(added.Value!.Link.Split("token=")[1], Password, Cancel)).Succeeded);
        using var handler = new SocketsHttpHandler { UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = Address };
        using var answer = await http.PostAsJsonAsync("/api/v1/sign-in", new { name, password = Password }, Cancel);
        var cookie = answer.Headers.GetValues("Set-Cookie").Select(static c => c.Split(';')[0].Split('=', 2)).First(static c => c[0] == "sc.signed-in");
        var context = await chromium.NewContextAsync(Address, culture);
        await context.AddCookiesAsync([new Cookie { Name = cookie[0], Value = cookie[1], Url = Address.ToString() }]);
        return await ConsolePage.OpenAsync(context, path);
    }
}
