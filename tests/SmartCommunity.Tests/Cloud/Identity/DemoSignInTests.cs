using System.Net;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Tests.Cloud.Identity;

public sealed class DemoSignInTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_loopback_whoever_calls_is_the_demo_operator_and_types_names()
    {
        await using var cloud = await AccountsCloud.StartAsync(asksForAccounts: false);

        var me = System.Text.Json.JsonElement.Parse((await cloud.SendAsync(HttpMethod.Get, "/api/v1/me", cookie: null)).Body);
        var (status, body) = await cloud.SendAsync(HttpMethod.Post, $"/api/v1/duty/{cloud.OwnStreet}/notes", cookie: null, new { author = "王芳", text = "The lift is repaired." });

        Assert.Equal(("demo", "district", Roles.All.Count), (me.GetProperty("kind").GetString(), me.GetProperty("area").GetString(), me.GetProperty("roles").GetArrayLength()));
        Assert.True(status == 200, body);
        Assert.Equal("王芳", System.Text.Json.JsonElement.Parse(body).GetProperty("author").GetString());
        Assert.Equal(409, (await cloud.SendAsync(HttpMethod.Post, "/api/v1/sign-in", cookie: null, new { name = "a", password = "b" })).Status);
    }

    [Theory]
    [InlineData("127.0.0.1", false, false)]
    [InlineData("::1", false, false)]
    [InlineData("127.0.0.1", true, true)]
    [InlineData("0.0.0.0", false, true)]
    [InlineData("192.168.1.10", false, true)]
    public void Beyond_loopback_there_is_no_demo(string address, bool asks, bool expected)
    {
        var options = new CloudOptions { DataFolder = "unused", Address = IPAddress.Parse(address), AsksForAccounts = asks, Hosts = ["console.example"] };

        Assert.Equal(expected, options.SignIn.AsksForAccounts);
        Assert.Equal(expected ? 0 : 1, options.Faults().Count);
    }

    [Fact]
    public void Beyond_loopback_the_names_of_the_host_are_needed() =>
        Assert.Contains("--host", Assert.Single(new CloudOptions { DataFolder = "unused", Address = IPAddress.Any }.Faults()), StringComparison.Ordinal);

    [Fact]
    public async Task The_live_hub_shows_the_own_area_and_refuses_another()
    {
        await using var cloud = await AccountsCloud.StartAsync();
        await using var street = await ConnectAsync(cloud, await cloud.CookieAsync(Roles.Street, $"street:{cloud.OwnStreet}"));
        await using var finance = await ConnectAsync(cloud, await cloud.CookieAsync(Roles.Finance, "district"));

        Assert.NotNull(await SubscribeAsync(street, new LiveArea { Kind = "street", Code = cloud.OwnStreet, Alerts = true }));
        Assert.NotNull(await SubscribeAsync(street, new LiveArea { Kind = "community", Code = AccountsCloud.Own }));
        Assert.NotNull(await SubscribeAsync(street, new LiveArea { Kind = "devices", Devices = [AccountsCloud.OwnDevice] }));
        Assert.NotNull(await SubscribeAsync(finance, new LiveArea { Kind = "district" }));
        foreach (var outside in new[]
        {
            new LiveArea { Kind = "district" }, new LiveArea { Kind = "community", Code = cloud.Other }, new LiveArea { Kind = "devices", Devices = [AccountsCloud.OwnDevice, AccountsCloud.OtherDevice] },
        })
            Assert.Contains("outside your area street:", (await Assert.ThrowsAsync<HubException>(() => SubscribeAsync(street, outside))).Message, StringComparison.Ordinal);
        foreach (var foreign in new[] { new LiveArea { Kind = "district", Alerts = true }, new LiveArea { Kind = "community", Code = AccountsCloud.Own } })
            Assert.Contains("it takes one of the roles", (await Assert.ThrowsAsync<HubException>(() => SubscribeAsync(finance, foreign))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => ConnectAsync(cloud, cookie: null));
    }

    [Fact]
    public async Task A_lock_ends_the_live_connection()
    {
        await using var cloud = await AccountsCloud.StartAsync();
        var id = await cloud.AddAsync("wang.fang", Roles.Street, "district");
        await using var hub = await ConnectAsync(cloud, AccountsCloud.CookieOf(await cloud.SignInAsync("wang.fang")));
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await SubscribeAsync(hub, new LiveArea { Kind = "district" });

        await cloud.Get<PeopleDesk>().LockAsync(id, "test", Cancel);

        await closed.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    private static Task<LiveSnapshot> SubscribeAsync(HubConnection hub, LiveArea area) => hub.InvokeAsync<LiveSnapshot>("Subscribe", area, null, Cancel);

    private static async Task<HubConnection> ConnectAsync(AccountsCloud cloud, string? cookie)
    {
        var hub = new HubConnectionBuilder().WithUrl(new Uri(cloud.Http.BaseAddress!, "/hubs/live"), http =>
        {
            if (cookie is not null)
                http.Headers["Cookie"] = cookie;
        }).Build();
        await hub.StartAsync(Cancel);
        return hub;
    }
}
