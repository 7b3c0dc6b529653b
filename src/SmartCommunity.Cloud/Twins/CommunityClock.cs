using MessagePack;
using Microsoft.Extensions.Options;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Twins;

/// <summary>
/// Puts into the communities' logs what does not come from gateways: the passing of time, which gateways cannot be reached, enrolments, and changes of the twin graph and of what people say. At start it
/// wakes every community (state from snapshot and log) and logs the enrolments, twins and facts that its log lacks; when stopped it has every community save a snapshot.
/// </summary>
internal sealed class CommunityClock : BackgroundService
{
    private static readonly TimeSpan SnapshotInterval = TimeSpan.FromMinutes(5);

    // With an outline and desired properties each, some hundred kilobytes an entry.
    private const int TwinsPerEntry = 500;

    // What a log holds is complete up to its latest version: a change does not overtake what the log still lacks. Protects _up and the order of entries.
    private readonly SemaphoreSlim _order = new(1, 1);
    private readonly HashSet<string> _up = new(StringComparer.Ordinal);
    private readonly IngestQueue _queue;
    private readonly EnrolmentIndex _enrolments;
    private readonly TwinGraph _graph;
    private readonly FactsIntoLog _facts;
    private readonly RulesInForce _rules;
    private readonly GatewayStates _gateways;
    private readonly IGrainFactory _grains;
    private readonly IngestOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<CommunityClock> _logger;

    public CommunityClock(
        IngestQueue queue, EnrolmentIndex enrolments, TwinGraph graph, FactsIntoLog facts, RulesInForce rules, GatewayStates gateways, IGrainFactory grains, IOptions<IngestOptions> options, TimeProvider clock,
        ILogger<CommunityClock> logger)
    {
        _queue = queue;
        _enrolments = enrolments;
        _graph = graph;
        _facts = facts;
        _rules = rules;
        _gateways = gateways;
        _grains = grains;
        _options = options.Value;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>True once every community is up: the cloud is ready.</summary>
    internal bool IsUp { get; private set; }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _order.Dispose();
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SaveSnapshotsAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _enrolments.Changed += OnEnrolmentsChanged;
        _graph.Changed += OnTwinsChanged;
        try
        {
            await BringUpAsync(stoppingToken);
            _queue.Open();
            IsUp = true;
            await TickAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
        finally
        {
            _enrolments.Changed -= OnEnrolmentsChanged;
            _graph.Changed -= OnTwinsChanged;
            _facts.Stop();
        }
    }

    private async Task BringUpAsync(CancellationToken stoppingToken)
    {
        foreach (var community in _enrolments.Communities)
        {
            // Comes up before the order is taken: whoever changes the registry waits no longer than it takes to log.
            await _grains.GetGrain<ICommunityGrain>(community).RegistryVersionAsync();
            await LogWhatLacksAsync(community, stoppingToken);
            await _facts.BringUpAsync(community, stoppingToken);
            await _rules.BringUpAsync(community, _grains.GetGrain<ICommunityGrain>(community).RuleSetHashAsync, stoppingToken);
        }
    }

    private async Task LogWhatLacksAsync(string community, CancellationToken stoppingToken)
    {
        var grain = _grains.GetGrain<ICommunityGrain>(community);
        await _order.WaitAsync(stoppingToken);
        try
        {
            var logged = await grain.RegistryVersionAsync();
            await LogEnrolmentsAsync(community, [.. _enrolments.OfCommunity(community).Where(e => e.Version > logged)], stoppingToken);
            await LogTwinsAsync(community, _graph.ChangedSince(community, await grain.GraphVersionAsync()), stoppingToken);
            _up.Add(community);
        }
        finally
        {
            _order.Release();
        }
    }

    private async Task TickAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.TickInterval, _clock);
        var savedAt = _clock.GetTimestamp();
        do
        {
            var away = MessagePackSerializer.Serialize(_enrolments.Gateways.Where(g => !_gateways.IsThere(g)).Order(StringComparer.Ordinal).ToArray(), cancellationToken: CancellationToken.None);
            await _queue.EnqueueAsync(new LogItem(_enrolments.Communities, LogEntryKind.Tick, away), stoppingToken);
            if (_clock.GetElapsedTime(savedAt) < SnapshotInterval)
                continue;
            savedAt = _clock.GetTimestamp();
            await SaveSnapshotsAsync();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void OnEnrolmentsChanged(IReadOnlyList<Enrolment> changed) =>
        LogInOrder(changed.GroupBy(e => e.Community, StringComparer.Ordinal), (community, enrolments) => LogEnrolmentsAsync(community, [.. enrolments], CancellationToken.None).AsTask());

    private void OnTwinsChanged(IReadOnlyList<LoggedTwin> changed) =>
        LogInOrder(changed.GroupBy(t => t.Community, StringComparer.Ordinal), (community, twins) => LogTwinsAsync(community, twins.OrderBy(static t => t.Version), CancellationToken.None));

    /// <summary>Logs changes of communities that are up; bringing up reads those of the others.</summary>
    private void LogInOrder<T>(IEnumerable<IGrouping<string, T>> changed, Func<string, IEnumerable<T>, Task> log)
    {
        _order.Wait();
        try
        {
            foreach (var community in changed.Where(c => _up.Contains(c.Key)))
                log(community.Key, community).GetAwaiter().GetResult();
        }
        finally
        {
            _order.Release();
        }
    }

    private async Task LogTwinsAsync(string community, IEnumerable<LoggedTwin> twins, CancellationToken cancellationToken)
    {
        foreach (var chunk in twins.Chunk(TwinsPerEntry))
        {
            var body = MessagePackSerializer.Serialize(chunk, cancellationToken: CancellationToken.None);
            await _queue.EnqueueAsync(new LogItem([community], LogEntryKind.Graph, body), cancellationToken);
        }
    }

    private ValueTask LogEnrolmentsAsync(string community, Enrolment[] enrolments, CancellationToken cancellationToken)
    {
        if (enrolments.Length == 0)
            return ValueTask.CompletedTask;
        var logged = enrolments.Select(e => new LoggedEnrolment(e.Device, e.Class, e.Gateway, e.Retired, e.Version, e.Relations?.ToArray())).ToArray();
        return _queue.EnqueueAsync(
            new LogItem([community], LogEntryKind.Registry, MessagePackSerializer.Serialize(logged, cancellationToken: CancellationToken.None)), cancellationToken);
    }

    private async Task SaveSnapshotsAsync()
    {
        foreach (var community in _enrolments.Communities)
        {
            try
            {
                await _grains.GetGrain<ICommunityGrain>(community).SaveSnapshotAsync();
            }
            catch (Exception e)
            {
                TwinsLog.SnapshotFailed(_logger, e, community);
            }
        }
    }
}
