using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Cloud.Commands;

/// <summary>Commands to devices, persisted in the registry store from the moment they are issued. Thread-safe.</summary>
public sealed class CommandDesk
{
    /// <summary>Raised when a command waits for a gateway, with the gateway's id.</summary>
    public event Action<string>? Queued
    {
        add => throw new NotImplementedException();
        remove => throw new NotImplementedException();
    }

    public Task<Outcome<CommandView>> IssueAsync(string device, NewCommand command, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<CommandView?> FindAsync(string id, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Page<CommandView>> ListAsync(string? device, string? state, int page, int pageSize, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Commands of a gateway that it has not yet reported as sent, oldest first; the uplink (re)sends them, the gateway drops what it has.</summary>
    public Task<IReadOnlyList<Command>> WaitingAsync(string gateway, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Applies a report from the edge; idempotent, and a state never goes backwards.</summary>
    public Task ApplyAsync(string gateway, IReadOnlyList<CommandReport> reports, CancellationToken cancellationToken) => throw new NotImplementedException();
}
