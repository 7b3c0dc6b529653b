using Microsoft.Playwright;

namespace SmartCommunity.SystemTests.Console;

/// <summary>
/// One Chromium for a test class: the machine's own (<c>CHROMIUM_PATH</c>, default Debian's), nothing downloaded. The headless shell, where it is installed, draws the same pages without the frame of a browser around them, for three quarters
/// of the processor.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private const string Shell = "/usr/bin/chromium-headless-shell";

    private const float ExpectTimeoutMs = 30_000;

    private readonly Dictionary<(Uri Address, string Culture), IBrowserContext> _shared = [];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The browser's file.</summary>
    public static string Path => Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? (File.Exists(Shell) ? Shell : "/usr/bin/chromium");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path))
            return;
        // A busy machine takes its time; the limit is for what never comes.
        Assertions.SetDefaultExpectTimeout(ExpectTimeoutMs);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Args = Arguments });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>The one context of this browser for a language: a page finds there what earlier ones loaded and compiled. For tests that leave nothing behind in the browser.</summary>
    internal async Task<IBrowserContext> SharedContextAsync(Uri address, string culture)
    {
        if (!_shared.TryGetValue((address, culture), out var context))
            _shared[(address, culture)] = context = await NewContextAsync(address, culture);
        return context;
    }

    internal Task<IBrowserContext> NewContextAsync(Uri address, string culture, ColorScheme scheme = ColorScheme.Dark)
    {
        Assert.SkipUnless(_browser is not null, $"No Chromium at {Path}; install it or set CHROMIUM_PATH.");
        return NewAsync();

        async Task<IBrowserContext> NewAsync()
        {
            var context = await _browser.NewContextAsync(new BrowserNewContextOptions
            {
                BaseURL = address.ToString(), ColorScheme = scheme, ViewportSize = new ViewportSize { Width = 1440, Height = 900 }, TimezoneId = "America/Lima",
            });
            await context.AddCookiesAsync([new Cookie { Name = ".AspNetCore.Culture", Value = $"c={culture}|uic={culture}", Url = address.ToString() }]);
            return context;
        }
    }
}
