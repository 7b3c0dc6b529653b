using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Tests.Programme;
using SmartCommunity.Tests.Programme.Money;

namespace SmartCommunity.Tests.Cloud.Programme;

public sealed class MoneyEndpointsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_money_of_all_projects_or_of_one_is_answered_in_fen_with_both_readings()
    {
        await using var office = await MoneyOffice.CreateAsync(MoneyWalk.Passed(900).PayAll());
        await using var app = await StartAsync(office);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        var all = await http.GetFromJsonAsync<JsonElement>("/programme/money", Cancel);
        var one = await http.GetFromJsonAsync<JsonElement>("/programme/money?project=jiangbin&year=2027", Cancel);

        Assert.Equal(17, all.GetProperty("ledger").GetProperty("projects").GetArrayLength());
        Assert.Equal(900_000_000, all.GetProperty("ledger").GetProperty("sums").GetProperty("paidFen").GetInt64());
        var project = Assert.Single(one.GetProperty("ledger").GetProperty("projects").EnumerateArray());
        var readings = project.GetProperty("readings");
        Assert.Equal("percent", readings.GetProperty("taken").GetString());
        Assert.Equal((900_000_000, 900_000_000), (readings.GetProperty("percent").GetProperty("first").GetInt64(), readings.GetProperty("balance").GetProperty("first").GetInt64()));
        Assert.Equal("M-13", readings.GetProperty("percent").GetProperty("lines")[1].GetProperty("rules")[1].GetString());
        Assert.Equal(900_000_000, one.GetProperty("ledger").GetProperty("sums").GetProperty("paidFen").GetInt64());
        Assert.Equal(2027, one.GetProperty("forecast").GetProperty("year").GetInt32());
    }

    [Fact]
    public async Task Before_a_payment_was_entered_it_was_not_there()
    {
        await using var office = await MoneyOffice.CreateAsync(MoneyWalk.Passed(900).PayAll());
        await using var app = await StartAsync(office);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        var before = await http.GetFromJsonAsync<JsonElement>("/programme/money?at=2022-06-19T23:00:00Z", Cancel);

        Assert.Equal(0, before.GetProperty("ledger").GetProperty("sums").GetProperty("paidFen").GetInt64());
        Assert.Equal(900_000_000, before.GetProperty("ledger").GetProperty("sums").GetProperty("spentFen").GetInt64());
        Assert.Equal("2022-06-20", before.GetProperty("ledger").GetProperty("asOf").GetString());
    }

    [Theory]
    [InlineData("?year=2020", HttpStatusCode.BadRequest, "must be an integer from 2026 to 2031.")]
    [InlineData("?colour=blue", HttpStatusCode.BadRequest, "There is no parameter")]
    [InlineData("?at=2001-01-01T00:00:00Z", HttpStatusCode.NotFound, "Nothing had been entered then.")]
    [InlineData("?project=nowhere", HttpStatusCode.NotFound, "The pool has no project")]
    public async Task What_cannot_be_answered_names_its_field(string query, HttpStatusCode status, string said)
    {
        await using var office = await MoneyOffice.CreateAsync(new ProgrammeWalk());
        await using var app = await StartAsync(office);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var response = await http.GetAsync(new Uri($"/programme/money{query}", UriKind.Relative), Cancel);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(said, JsonSerializer.Serialize(await response.Content.ReadFromJsonAsync<JsonElement>(Cancel), ActJson.Options), StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(MoneyOffice office)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(office.Desk);
        builder.Services.AddSingleton(office.Forecasts);
        builder.Services.AddProblemDetails();
        // Who may is tested where accounts are; here everybody may.
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorization(options => options.AddPolicy(Policies.Money, everybody => everybody.RequireAssertion(_ => true)));
        var app = builder.Build();
        app.UseAuthorization();
        MoneyEndpoints.Map(app);
        await app.StartAsync(Cancel);
        return app;
    }
}
