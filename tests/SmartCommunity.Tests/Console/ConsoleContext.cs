using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Console;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Tests.Console;

/// <summary>Renders controls of the console with its own services, in one language, on a simulated clock.</summary>
internal sealed class ConsoleContext : BunitContext
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    internal ConsoleContext(string culture = Languages.English)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddControls();
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
