using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SmartCommunity.Tests.Gateway.Mqtt;

/// <summary>Keeps the lines a host logs, for tests of what an operator gets to read.</summary>
internal sealed class CollectedLogs : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = [];

    internal IEnumerable<string> Audit => _lines.Where(line => line.StartsWith("AUDIT", StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(formatter(state, exception));

    public void Dispose()
    {
        // The lines are read after the host has ended, too.
    }
}
