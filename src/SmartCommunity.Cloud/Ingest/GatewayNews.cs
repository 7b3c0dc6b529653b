using SmartCommunity.Cloud.Commands;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>
/// Keeps one connected gateway told: the directory when it connects and whenever it changes, and every command that waits for it. Changes that
/// come together are told once.
/// </summary>
internal sealed class GatewayNews : IDisposable
{
    private readonly UplinkSession _session;
    private readonly GatewayEnrolment _gateways;
    private readonly CommandDesk _commands;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _changed = new(1, 1);
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);
    private long _directoryVersion;

    internal GatewayNews(UplinkSession session, long directoryVersion, GatewayEnrolment gateways, CommandDesk commands, ILogger logger)
    {
        _session = session;
        _directoryVersion = directoryVersion;
        _gateways = gateways;
        _commands = commands;
        _logger = logger;
        _gateways.DirectoryChanged += OnChanged;
        _commands.Queued += OnChanged;
        _ = TellAsync();
    }

    public void Dispose()
    {
        _gateways.DirectoryChanged -= OnChanged;
        _commands.Queued -= OnChanged;
    }

    private void OnChanged(string gateway)
    {
        if (gateway != _session.Gateway)
            return;
        lock (_changed)
        {
            if (_changed.CurrentCount == 0)
                _changed.Release();
        }
    }

    private async Task TellAsync()
    {
        try
        {
            while (true)
            {
                await _changed.WaitAsync(_session.Ended);
                await TellDirectoryAsync();
                await TellCommandsAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The session ended; the next one begins anew.
        }
        catch (Exception e)
        {
            NewsLog.Failed(_logger, e, _session.Gateway);
            _session.End("its directory or commands could not be read");
        }
    }

    private async Task TellDirectoryAsync()
    {
        var directory = await _gateways.DirectoryAsync(_session.Gateway, _directoryVersion, _session.Ended);
        if (directory.Version == _directoryVersion && !directory.Full)
            return;
        _directoryVersion = directory.Version;
        foreach (var part in DirectoryParts.Of(directory))
            _session.Post(new CloudMessage { Directory = part });
    }

    private async Task TellCommandsAsync()
    {
        foreach (var command in await _commands.WaitingAsync(_session.Gateway, _session.Ended))
        {
            if (_sent.Add(command.CommandId))
                _session.Post(new CloudMessage { Command = command });
        }
    }
}

internal static partial class NewsLog
{
    [LoggerMessage(2010, LogLevel.Error, "Directory or commands of gateway {Gateway} could not be read; its stream is ended and begins anew.")]
    internal static partial void Failed(ILogger logger, Exception exception, string gateway);
}
