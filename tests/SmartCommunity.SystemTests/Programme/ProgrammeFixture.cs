using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Simulators;
using SmartCommunity.Storage.Registry;
using SmartCommunity.SystemTests.Console;
using SmartCommunity.SystemTests.Line;
using Directory = System.IO.Directory;

namespace SmartCommunity.SystemTests.Programme;

/// <summary>
/// A cloud that asks for accounts, started as an operator starts it (<c>cloud --sign-in</c>), on a folder with a programme of two and a half months: <see cref="ProgrammePast"/> was lived through the product's own desks on
/// a clock of its own, accounts of every role were made, and the district put a pack of its own beside the shipped ones.
/// </summary>
public sealed class ProgrammeFixture : IAsyncLifetime
{
    internal const string Street = "fuchun", Password = "correct horse 2026 battery";

    /// <summary>Names to sign in by.</summary>
    internal const string Office = "lin.office", Unit = "wang.street", Neighbours = "he.community", Reviewer = "zhao.reviewer", Bureau = "sun.bureau", Finance = "qian.finance", Everything = "all.roles";

    private const string SignedIn = "sc.signed-in";

    private static readonly NewPerson[] _people =
    [
        new() { Name = Office, DisplayName = "林主任", Roles = [Roles.DistrictOffice], Area = "district" },
        new() { Name = Unit, DisplayName = "王芳", Roles = [Roles.Street], Area = $"street:{Street}" },
        new() { Name = Neighbours, DisplayName = "何静", Roles = [Roles.Community], Area = $"community:{ProgrammePast.Rich}" },
        new() { Name = Reviewer, DisplayName = "赵敏", Roles = [Roles.Reviewer], Area = "district" },
        new() { Name = Bureau, DisplayName = "孙民政", Roles = [Roles.Department], Area = "district", Department = "civilAffairs" },
        new() { Name = Finance, DisplayName = "钱会计", Roles = [Roles.Finance], Area = "district" },
        new() { Name = Everything, DisplayName = "李全", Roles = [Roles.Administrator, Roles.DistrictOffice, Roles.Street, Roles.Finance, Roles.Operator], Area = "district" },
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("programme-").FullName;
    private readonly Dictionary<string, string> _cookies = [];
    private PartProcess? _cloud;

    /// <summary>Where the console is.</summary>
    public Uri Address { get; private set; } = null!;

    private string CloudFolder => DataFolder.Open(_folder).Cloud;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await LivePastAsync();
        var packs = Directory.CreateDirectory(Path.Combine(CloudFolder, ScoringServices.PackFolder)).FullName;
        await File.WriteAllTextAsync(Path.Combine(packs, $"{StreetPack.Id}.yaml"), StreetPack.Text, Cancel);
        var ports = FreePorts.Take(2);
        string Port(int index) => ports[index].ToString(CultureInfo.InvariantCulture);
        Address = new Uri($"http://127.0.0.1:{Port(0)}/");
        _cloud = PartProcess.Start(["cloud", "--sign-in", "--data-dir", _folder, "--port", Port(0), "--uplink-port", Port(1)]);
        using var http = new HttpClient { BaseAddress = Address };
        await Until.TrueAsync(
            "the cloud is ready",
            async () =>
            {
                Assert.False(_cloud.HasExited, _cloud.Output);
                return (await http.GetAsync("health/ready", Cancel)).StatusCode == HttpStatusCode.OK;
            },
            LineUnderTest.Patience, () => _cloud.Output);
        await DrawMapsAsync(http);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _cloud?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A page of somebody who has signed in: by the form the first time, later by the cookie it gave. Without a path nothing is loaded yet.</summary>
    internal async Task<ConsolePage> OpenAsync(Chromium chromium, string person, string? path, string culture = "zh-CN")
    {
        var page = await ConsolePage.OpenWithoutCircuitAsync(await chromium.NewContextAsync(Address, culture), "about:blank");
        if (_cookies.TryGetValue(person, out var known))
        {
            await page.Page.Context.AddCookiesAsync([new Microsoft.Playwright.Cookie { Name = SignedIn, Value = known, Url = Address.ToString() }]);
        }
        else
        {
            await page.Page.GotoAsync("/sign-in");
            await page.Page.FillAsync("#name", person);
            await page.Page.FillAsync("#password", Password);
            await page.Page.ClickAsync("button[type=submit]");
            await page.Page.Locator("header[data-ready=true]").WaitForAsync();
            _cookies[person] = (await page.Page.Context.CookiesAsync()).Single(static c => c.Name == SignedIn).Value;
        }

        if (path is not null)
            await page.GoAsync(path);
        return page;
    }

    /// <summary>What the cloud printed, for the message of a failed test.</summary>
    internal string Output => _cloud?.Output ?? "";

    private async Task LivePastAsync()
    {
        var time = new MovableTime(ProgrammePast.Begin);
        await using var app = await CloudHost.BuildAsync(
            new CloudOptions { DataFolder = CloudFolder, Port = 0, UplinkPort = 0, AsksForAccounts = true },
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Error);
                builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
            },
            map: null, Cancel);
        await new ProgrammePast(app.Services, time).LiveAsync();
        // Links live on the clock they were made by: people come today.
        time.Set(TimeProvider.System.GetUtcNow());
        foreach (var person in _people)
            await AddAsync(app.Services, person);
    }

    // The war map stands on the communities' own maps.
    private static async Task DrawMapsAsync(HttpClient http)
    {
        const double FewDevices = 0.05;
        using var signedIn = await http.PostAsJsonAsync("api/v1/sign-in", new { name = Everything, password = Password }, Cancel);
        Assert.True(signedIn.IsSuccessStatusCode, $"{signedIn.StatusCode}");
        string[] communities = [.. BuiltInDistrict.Communities.Select(static c => c.Community)];
        var district = SimulatedDistrict.Plan(1, communities, FewDevices, new byte[DeviceToken.MinSecretBytes]);
        foreach (var community in communities)
        {
            using var map = new ByteArrayContent(SimulatedMap.GeoJson(district, community));
            map.Headers.ContentType = new MediaTypeHeaderValue("application/geo+json");
            using var answer = await http.PutAsync(new Uri($"api/v1/communities/{community}/geojson", UriKind.Relative), map, Cancel);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        }
    }

    private static async Task AddAsync(IServiceProvider services, NewPerson person)
    {
        var added = await services.GetRequiredService<PeopleDesk>().AddAsync(person, "test", Cancel);
        Assert.True(added.Succeeded, string.Join(' ', added.Faults.Select(static f => f.Message)));
        Assert.True((await services.GetRequiredService<SignInLinks>().SetPasswordAsync(added.Value!.Link.Split("token=")[1], Password, Cancel)).Succeeded);
    }

    /// <summary>A clock that stands where it was put.</summary>
    internal sealed class MovableTime(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset _now = now;

        internal void Set(DateTimeOffset now) => _now = now;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
