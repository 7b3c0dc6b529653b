using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace SmartCommunity.SystemTests.Console;

/// <summary>A page of the console in a browser that keeps everything the browser complained about.</summary>
internal sealed class ConsolePage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private ConsolePage(IBrowserContext context, IPage page)
    {
        _context = context;
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

    internal async Task SaveScreenshotAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("CONSOLE_SCREENSHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = System.IO.Path.Combine(folder, name + ".png") });
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
