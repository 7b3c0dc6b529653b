using Microsoft.Playwright;
using SmartCommunity.Programme.Log;
using SmartCommunity.SystemTests.Console;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Programme;

/// <summary>What a person does on a project's page and in its ledger, by hand; and, for what would be long by hand, by the API as the same person.</summary>
internal static class ProjectActs
{
    /// <summary>Opens the form of an act, fills it, and submits; returns once the page says it is done.</summary>
    internal static async Task DoAsync(this ConsolePage page, string act, params (string Field, string Value)[] fields)
    {
        await FillActAsync(page, act, fields);
        await Expect(page.Page.Locator("section:has(#acts-title) p[role=status]")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("section:has(#acts-title) form")).ToHaveCountAsync(0);
    }

    /// <summary>As <see cref="DoAsync"/>, and returns once the page says why it is refused: what it says.</summary>
    internal static async Task<string> RefusedAsync(this ConsolePage page, string act, params (string Field, string Value)[] fields)
    {
        await FillActAsync(page, act, fields);
        var refusals = page.Page.Locator("section:has(#acts-title) .refusals");
        await Expect(refusals).ToBeVisibleAsync();
        var why = (await refusals.TextContentAsync())!;
        await page.Page.Locator("section:has(#acts-title) [data-close]").ClickAsync();
        return why;
    }

    /// <summary>Opens a form of the ledger's drawer, fills it, and submits; returns once it has closed.</summary>
    internal static async Task PayAsync(this ConsolePage page, string act, params (string Field, string Value)[] fields)
    {
        await page.Page.Locator($"aside [data-act={act}]").First.ClickAsync();
        var form = page.Page.Locator("[role=dialog] form");
        foreach (var (field, value) in fields)
            await EnterAsync(form.Locator($"#money-{field}"), value);
        await form.Locator("button.primary").ClickAsync();
        await Expect(page.Page.Locator("[role=dialog]")).ToHaveCountAsync(0);
    }

    /// <summary>Submits an act by the API, as the person who is signed in there.</summary>
    internal static async Task SubmitAsync(this ConsolePage page, ProgrammeAct act)
    {
        var answer = await page.Page.APIRequest.PostAsync("/api/v1/programme/acts", new APIRequestContextOptions { Data = ActJson.Write(act), Headers = new Dictionary<string, string> { ["Content-Type"] = "application/json" } });
        Assert.True(answer.Status == 201, $"{act}: {answer.Status} {await answer.TextAsync()}");
    }

    /// <summary>Hands a document of the project's file in by the API.</summary>
    internal static async Task HandInAsync(this ConsolePage page, string project, string section)
    {
        var answer = await page.Page.APIRequest.PostAsync(
            $"/api/v1/programme/projects/{project}/documents?section={section}&title={section}&fileName={section}.txt&actor=-",
            new APIRequestContextOptions { DataByte = System.Text.Encoding.UTF8.GetBytes($"{section} of {project}"), Headers = new Dictionary<string, string> { ["Content-Type"] = "application/octet-stream" } });
        Assert.True(answer.Status == 201, $"{section}: {answer.Status} {await answer.TextAsync()}");
    }

    private static async Task FillActAsync(ConsolePage page, string act, (string Field, string Value)[] fields)
    {
        await page.Page.Locator($"section:has(#acts-title) [data-act={act}]").ClickAsync();
        var form = page.Page.Locator("section:has(#acts-title) form");
        foreach (var (field, value) in fields)
            await EnterAsync(form.Locator($"#act-{field}"), value);
        await form.Locator("button.primary").ClickAsync();
    }

    private static async Task EnterAsync(ILocator field, string value)
    {
        var kind = await field.EvaluateAsync<string>("e => e.type === 'checkbox' ? 'checkbox' : e.tagName");
        switch (kind)
        {
            case "checkbox":
                await field.SetCheckedAsync(value == "yes");
                break;
            case "SELECT":
                await field.SelectOptionAsync(value);
                break;
            default:
                await field.FillAsync(value);
                break;
        }
    }
}
