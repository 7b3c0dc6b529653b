using System.Diagnostics;
using Microsoft.Extensions.Options;
using SmartCommunity.Cloud.Commands;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>
/// The one writer of the series store. Takes what waits (own entries, then alarms, then the rest), writes rows, log and marks in one
/// transaction, and only then acknowledges to the gateways and hands the entries to the communities. A failed commit is tried again,
/// unchanged, until it succeeds; meanwhile nothing is acknowledged and the gateways keep what they have.
/// </summary>
internal sealed class IngestWriter : BackgroundService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(10);

    private readonly IngestQueue _queue;
    private readonly ISeriesStore _store;
    private readonly EnrolmentIndex _enrolments;
    private readonly CommandDesk _commands;
    private readonly CommunityDispatcher _communities;
    private readonly MarkTable _marks;
    private readonly IngestMetrics _metrics;
    private readonly IngestOptions _options;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _clock;
    private readonly ILogger<IngestWriter> _logger;
    private readonly List<IngestItem> _taken = [];
    private readonly Dictionary<(string, int), GatewayMark> _reached = [];

    public IngestWriter(
        IngestQueue queue, ISeriesStore store, EnrolmentIndex enrolments, CommandDesk commands, CommunityDispatcher communities, MarkTable marks,
        IngestMetrics metrics, IOptions<IngestOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<IngestWriter> logger)
    {
        _queue = queue;
        _store = store;
        _enrolments = enrolments;
        _commands = commands;
        _communities = communities;
        _marks = marks;
        _metrics = metrics;
        _options = options.Value;
        _lifetime = lifetime;
        _clock = clock;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not committed was not acknowledged either.
        }
        catch (Exception e)
        {
            IngestLog.WriterStopped(_logger, e);
            _lifetime.StopApplication();
            throw;
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        var positions = await _store.LogPositionsAsync(stoppingToken);
        var lastBlockId = await _store.LastBlockIdAsync(stoppingToken);
        var builder = new CommitBuilder(_store, _enrolments, positions, lastBlockId, _logger);
        while (true)
        {
            var isFull = Take(await _queue.DequeueAsync(stoppingToken));
            var started = _clock.GetTimestamp();
            await CommitTakenAsync(builder, stoppingToken);
            var rest = _options.CommitInterval - _clock.GetElapsedTime(started);
            // A commit is waited for so that it grows; one that could take no more would only keep a back-fill waiting.
            if (rest > TimeSpan.Zero && !isFull)
                await _queue.PauseAsync(rest, stoppingToken);
        }
    }

    /// <summary>True when more may be waiting.</summary>
    private bool Take(IngestItem first)
    {
        _taken.Clear();
        _reached.Clear();
        var rows = 0;
        var next = first;
        do
        {
            _taken.Add(next);
            rows += (next as FrameItem)?.Columns?.Batch.Value.Count ?? 0;
        }
        while (_taken.Count < _options.MaxFramesPerCommit && rows < _options.MaxRowsPerCommit && _queue.TryDequeue(out next!));
        return _taken.Count >= _options.MaxFramesPerCommit || rows >= _options.MaxRowsPerCommit;
    }

    private async Task CommitTakenAsync(CommitBuilder builder, CancellationToken stoppingToken)
    {
        builder.Clear();
        var started = Stopwatch.GetTimestamp();
        var nowMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var item in _taken)
            Add(builder, item, nowMs);
        await ApplyCommandReportsAsync(stoppingToken);
        if (!builder.Commit.IsEmpty)
            await CommitAsync(builder.Commit, stoppingToken);
        Failpoint.Hit("ingest.afterCommitBeforeAck");
        _marks.Set(builder.Commit.Marks);
        var duration = Stopwatch.GetElapsedTime(started);
        _metrics.OnCommitted(builder.Commit, _taken, nowMs, duration);
        IngestLog.Committed(_logger, _taken.Count, builder.Commit.Rows.Count, duration.TotalMilliseconds);
        foreach (var item in _taken)
            item.OnCommitted();
        foreach (var (community, entries) in builder.Entries)
            _communities.Post(community, entries);
    }

    private void Add(CommitBuilder builder, IngestItem item, long nowMs)
    {
        switch (item)
        {
            case FrameItem frame:
                AddFrame(builder, frame, nowMs);
                break;
            case LocalBatchItem local:
                builder.Add(local, nowMs);
                break;
            case LogItem log:
                builder.Add(log, nowMs);
                break;
            default:
                throw new UnreachableException($"No such ingest item: {item.GetType().Name}.");
        }
    }

    private void AddFrame(CommitBuilder builder, FrameItem item, long nowMs)
    {
        var frame = item.Frame;
        var key = (item.Gateway, (int)frame.Lane);
        if (!_reached.TryGetValue(key, out var mark))
            mark = _marks.Of(item.Gateway, (int)frame.Lane);
        switch (MarkTable.PlaceOf(mark, frame.Epoch, frame.FirstSequence, frame.Count))
        {
            case FramePlace.Next:
                builder.Add(item, nowMs);
                _reached[key] = new GatewayMark(item.Gateway, (int)frame.Lane, frame.Epoch, item.LastSequence);
                break;
            case FramePlace.Committed:
                item.IsDuplicate = true;
                break;
            case FramePlace.Fenced:
                item.IsRefused = true;
                item.Session.Fence($"epoch {frame.Epoch} of lane {frame.Lane} is older than {mark.Epoch}");
                break;
            case FramePlace.OutOfOrder:
                item.IsRefused = true;
                item.Session.Break($"frame {frame.FirstSequence}+{frame.Count} does not follow the mark {mark.Sequence} of lane {frame.Lane}");
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>
    /// Reports go to the registry before the mark is committed: applying one twice changes nothing, losing one would.
    /// </summary>
    private async Task ApplyCommandReportsAsync(CancellationToken cancellationToken)
    {
        foreach (var item in _taken.OfType<FrameItem>())
        {
            if (!item.IsDuplicate && !item.IsRefused && item.Columns?.Batch.CommandReports is { Count: > 0 } reports)
                await _commands.ApplyAsync(item.Gateway, reports, cancellationToken);
        }
    }

    private async Task CommitAsync(SeriesCommit commit, CancellationToken stoppingToken)
    {
        var delay = FirstRetry;
        while (true)
        {
            try
            {
                // Not cancelled half way: a commit that has begun ends.
                await _store.CommitAsync(commit, CancellationToken.None);
                _metrics.StoreIsUp = true;
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                _metrics.StoreIsUp = false;
                IngestLog.CommitFailed(_logger, e, commit.Rows.Count, delay.TotalMilliseconds);
            }

            await Task.Delay(delay, _clock, stoppingToken);
            delay = delay * 2 < LastRetry ? delay * 2 : LastRetry;
        }
    }
}
