using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace SmartCommunity.Cloud.Identity;

/// <summary>Says once, when the host listens, how people sign in: by the demo, loudly; or, while there is nobody, by the link that makes the first administrator.</summary>
internal sealed partial class SignInNotice(SignInOptions options, SignInLinks links, IServer server, ILogger<SignInNotice> logger) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        if (!options.AsksForAccounts)
            LogDemo(address);
        else if (await links.FirstAsync(cancellationToken) is { } path)
            LogFirst(SignInLinks.FirstLife.TotalHours, address + path);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2800, LogLevel.Warning, "DEMO SIGN-IN: whoever opens {Address} on this machine is the demo operator, with every role in the whole district. --sign-in asks for accounts instead.")]
    private partial void LogDemo(string address);

    [LoggerMessage(2801, LogLevel.Warning, "Nobody can sign in yet. Within {Hours} hours, once, this makes the first administrator: {Link}")]
    private partial void LogFirst(double hours, string link);
}
