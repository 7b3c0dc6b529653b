using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Console;

/// <summary>A page of the console in a browser that keeps everything the browser complained about.</summary>
internal sealed class ConsolePage : IAsyncDisposable
{
    private const float PressAgainMs = 3_000; // A person's patience with a key.

    private readonly IBrowserContext? _own;
    private readonly ConcurrentQueue<string> _complaints = new();

    private ConsolePage(IBrowserContext? own, IPage page)
    {
        _own = own;
        Page = page;
        page.Console += (_, message) =>
        {
            // The software renderer remarks on its own speed when the map is read back for a screenshot.
            if (message.Type is "error" or "warning" && !message.Text.Contains("GL Driver Message", StringComparison.Ordinal))
                _complaints.Enqueue($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Enqueue($"page error: {error}");
        page.RequestFailed += (_, request) =>
        {
            if (request.Failure?.Contains("ERR_ABORTED", StringComparison.Ordinal) != true)
                _complaints.Enqueue($"request failed: {request.Url} {request.Failure}");
        };
    }

    internal IPage Page { get; }

    internal IReadOnlyCollection<string> Complaints => _complaints;

    internal static async Task<ConsolePage> OpenAsync(IBrowserContext context, string path)
    {
        var page = new ConsolePage(context, await context.NewPageAsync());
        await page.GoAsync(path);
        return page;
    }

    /// <summary>Opens a page in a context that others use after it.</summary>
    internal static async Task<ConsolePage> OpenSharedAsync(IBrowserContext context, string path)
    {
        var page = new ConsolePage(own: null, await context.NewPageAsync());
        await page.GoAsync(path);
        return page;
    }

    /// <summary>Opens a page of signing in, which has no circuit.</summary>
    internal static async Task<ConsolePage> OpenWithoutCircuitAsync(IBrowserContext context, string path)
    {
        var page = new ConsolePage(context, await context.NewPageAsync());
        await page.Page.GotoAsync(path);
        return page;
    }

    /// <summary>Loads a path and returns once its circuit answers.</summary>
    internal async Task<IResponse> GoAsync(string path)
    {
        var response = await Page.GotoAsync(path);
        await Page.Locator("header[data-ready=true]").WaitForAsync();
        return response!;
    }

    /// <summary>Returns once the address ends so. Playwright's own wait for an address misses one that changed, without a load, just before it began to wait.</summary>
    internal Task ArrivesAtAsync(string end) =>
        Assertions.Expect(Page).ToHaveURLAsync(new Regex(Regex.Escape(end) + "$"));

    /// <summary>Presses a key until something is seen: right after a load or a navigation the page may not listen yet, or take the focus.</summary>
    internal Task PressAsync(string key, ILocator seen) => Until.TrueAsync(
        $"'{key}' does what it says; whoever sees nothing happen presses again",
        async () =>
        {
            await Page.Keyboard.PressAsync(key);
            try
            {
                await seen.First.WaitForAsync(new LocatorWaitForOptions { Timeout = PressAgainMs });
                return true;
            }
            catch (TimeoutException)
            {
                return false;
            }
        },
        TimeSpan.FromMinutes(1));

    /// <summary>What axe finds wrong with the page as it is.</summary>
    internal async Task<IEnumerable<string>> ViolationsAsync() => (await Page.RunAxe()).Violations.Select(static v => $"{v.Id}: {v.Help} ({v.Nodes.Length}×, first {v.Nodes[0].Html})");

    internal async Task SaveScreenshotAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("CONSOLE_SCREENSHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = System.IO.Path.Combine(folder, name + ".png") });
    }

    // A browser that is closed says no farewell: its page would go on looking at the cloud for minutes.
    public async ValueTask DisposeAsync()
    {
        await Page.GotoAsync("about:blank");
        if (_own is null)
            await Page.CloseAsync();
        else
            await _own.DisposeAsync();
    }
}
