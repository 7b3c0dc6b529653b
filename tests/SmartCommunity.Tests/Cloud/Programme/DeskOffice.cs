using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Scoring;

namespace SmartCommunity.Tests.Cloud.Programme;

/// <summary>The programme's desk over a real registry in a folder, on simulated time. Disposing closes it; the folder stays for the next one.</summary>
internal sealed class DeskOffice : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    internal DeskOffice(string folder, DateOnly today)
    {
        Time = new FakeTimeProvider(new DateTimeOffset(today, new TimeOnly(9, 0), TimeSpan.FromHours(8)));
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddRegistry(new RegistryOptions { Path = Path.Combine(folder, "registry.db") })
            .AddSingleton<ScoreBoard>()
            .AddProgramme(folder)
            .BuildServiceProvider();
    }

    /// <summary>Somebody at this machine, who may do everything.</summary>
    internal static Caller Clerk { get; } = new(CallerKind.Demo, "", "", "", Roles.All, Area.District, "");

    internal FakeTimeProvider Time { get; }

    internal ProgrammeDesk Desk => _services.GetRequiredService<ProgrammeDesk>();

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
