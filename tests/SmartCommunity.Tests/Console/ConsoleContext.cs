using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Tests.Console;

/// <summary>Renders controls of the console with its own services, in one language, on a simulated clock.</summary>
internal sealed class ConsoleContext : BunitContext
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    /// <param name="culture">Language.</param>
    /// <param name="caller">Who is there; the demo operator when absent.</param>
    internal ConsoleContext(string culture = Languages.English, Caller? caller = null)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddControls();
        Services.AddScoped(s => new Visitor(s) { Caller = caller ?? DemoSignIn.Operator });
    }

    /// <summary>2026-11-23 20:00:00 in Shanghai.</summary>
    internal static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    internal static long StartMs => Start.ToUnixTimeMilliseconds();

    internal FakeTimeProvider Time { get; } = new(Start);

    protected override void Dispose(bool disposing)
    {
        CultureInfo.CurrentUICulture = _before;
        base.Dispose(disposing);
    }
}
