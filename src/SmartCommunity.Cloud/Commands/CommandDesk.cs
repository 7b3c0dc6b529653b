using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Commands;

/// <summary>Commands to devices, persisted in the registry store from the moment they are issued. Thread-safe.</summary>
public sealed partial class CommandDesk(RegistryStore store, EnrolmentIndex index, TimeProvider time, ILogger<CommandDesk> logger)
{
    /// <summary>
    /// How long past its expiry a command that a gateway may have waits for the gateway's own report: a day. The gateway expires commands itself
    /// and its report is durable, so a longer silence means that its disk was lost.
    /// </summary>
    public static readonly TimeSpan ReportGrace = TimeSpan.FromDays(1);

    // Given to the uplink at once; the rest follows when these are reported. Bounds the memory a gateway that was away for a week costs.
    private const int MaxWaiting = 1_000;

    // Expired in one transaction, so that a sweep never holds the writer for long.
    private const int SweepRows = 500;

    private const string NeverReached = """{"reason":"the command never reached the gateway"}""";

    private const string NeverReported = """{"reason":"the gateway never reported what became of it"}""";

    /// <summary>Raised when a command waits for a gateway, with the gateway's id. The handler must be quick.</summary>
    public event Action<string>? Queued;

    /// <summary>
    /// Issues a command; when it returns, the command is durable. Repeating a call with the caller's own id and the same content returns the first one's state.
    /// </summary>
    public async Task<Outcome<CommandView>> IssueAsync(string device, NewCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(command);
        if (index.Find(device) is not { } enrolment)
            return new Fault(FaultKind.NotFound, "device", $"No device '{device}' is enrolled.");
        if (CommandCheck.Faults(enrolment.Class, command) is { Count: > 0 } faults)
            return faults.ToArray();
        var row = NewRow(enrolment, command);
        var (outcome, isNew) = await store.WriteAsync(
            (context, cancel) => AddAsync(context, row, cancel), committed: null, cancellationToken);
        if (isNew)
            Announce(row);
        return outcome;
    }

    /// <summary>
    /// The command that carries desired properties to a device, for the caller to add to its own transaction and to <see cref="Announce"/> afterwards. It waits for the device as
    /// long as a command may.
    /// </summary>
    internal CommandRow NewSetProperties(Enrolment enrolment, long version, string propertiesJson) => NewRow(
        enrolment,
        new NewCommand
        {
            Name = Telemetry.TwinProperties.SetCommand,
            Args = System.Text.Json.JsonElement.Parse($$"""{"version":{{version}},"properties":{{propertiesJson}}}"""),
            TtlSeconds = CommandCheck.MaxTtlSeconds,
        });

    /// <summary>Tells the uplink of a command that was committed elsewhere.</summary>
    internal void Announce(CommandRow row)
    {
        LogIssued(row.Id, row.Name, row.Device);
        Queued?.Invoke(row.Gateway);
    }

    /// <summary>The command, or null.</summary>
    public async Task<CommandView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return await context.Commands.FindAsync([id], cancellationToken) is { } row ? CommandViews.Of(row) : null;
    }

    /// <summary>Commands of a device (all when null) in a state (any when null), newest first. An unknown state matches nothing.</summary>
    public async Task<Page<CommandView>> ListAsync(string? device, string? state, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        await using var context = store.CreateDbContext();
        var commands = context.Commands.AsNoTracking();
        if (device is not null)
            commands = commands.Where(c => c.Device == device);
        if (state is not null)
        {
            if (CommandLifecycle.Find(state) is not { } stage)
                return new Page<CommandView>([], 0, page, pageSize);
            commands = commands.Where(c => c.Stage == stage);
        }

        var total = await commands.LongCountAsync(cancellationToken);
        var rows = await commands.OrderByDescending(c => c.CreatedAtMs).ThenBy(c => c.Id).Skip((page - 1) * pageSize).Take(pageSize).ToListAsync(cancellationToken);
        return new Page<CommandView>([.. rows.Select(CommandViews.Of)], total, page, pageSize);
    }

    /// <summary>
    /// Commands of a gateway that it has not yet reported as sent, oldest first, at most 1,000; the uplink (re)sends them, the gateway drops what it has. From here on
    /// only the gateway knows the fate of these commands, so one that expires is still given, for the gateway to report.
    /// </summary>
    public async Task<IReadOnlyList<Command>> WaitingAsync(string gateway, CancellationToken cancellationToken)
    {
        await using (var context = store.CreateDbContext())
        {
            if (!await context.Commands.AnyAsync(c => c.Gateway == gateway && c.Stage == CommandStage.Queued, cancellationToken))
                return [];
        }

        return await store.WriteAsync<IReadOnlyList<Command>>((context, cancel) => HandOverAsync(context, gateway, cancel), committed: null, cancellationToken);
    }

    /// <summary>Applies a report from the edge; idempotent, and a state never goes backwards. Reports about another gateway's commands are ignored.</summary>
    public Task ApplyAsync(string gateway, IReadOnlyList<CommandReport> reports, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reports);
        return reports.Count == 0 ? Task.CompletedTask : store.WriteAsync(
            async (context, cancel) =>
            {
                foreach (var report in reports)
                {
                    var row = await context.Commands.FindAsync([report.CommandId], cancel);
                    if (row is null || row.Gateway != gateway)
                        LogForeignReport(gateway, report.CommandId);
                    else if (!CommandLifecycle.Apply(row, report))
                        LogReportWithoutEffect(row.Id, report.State, row.Stage);
                }

                return await context.SaveChangesAsync(cancel);
            },
            committed: null,
            cancellationToken);
    }

    /// <summary>
    /// Expires commands whose time ran out: at once when they never were given to a gateway, after <see cref="ReportGrace"/> when the gateway stays silent.
    /// Returns how many.
    /// </summary>
    internal async Task<int> ExpireDueAsync(CancellationToken cancellationToken)
    {
        var nowMs = NowMs;
        var silentMs = nowMs - (long)ReportGrace.TotalMilliseconds;
        var expired = await store.WriteAsync(
            async (context, cancel) =>
            {
                var due = await context.Commands
                    .Where(c => c.Stage < CommandStage.Succeeded && c.ExpiresAtMs <= nowMs && (c.HandedAtMs == null || c.ExpiresAtMs <= silentMs))
                    .OrderBy(c => c.ExpiresAtMs).Take(SweepRows).ToListAsync(cancel);
                foreach (var row in due)
                    CommandLifecycle.End(row, CommandStage.Expired, nowMs, row.HandedAtMs is null ? NeverReached : NeverReported);
                await context.SaveChangesAsync(cancel);
                return due.Count;
            },
            committed: null,
            cancellationToken);
        if (expired > 0)
            LogExpired(expired);
        return expired;
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private CommandRow NewRow(Enrolment enrolment, NewCommand command)
    {
        var now = time.GetUtcNow();
        return new CommandRow
        {
            Id = command.Id ?? Guid.CreateVersion7(now).ToString("N"),
            Device = enrolment.Device,
            Community = enrolment.Community,
            Gateway = enrolment.Gateway,
            Name = command.Name,
            ArgsJson = CommandCheck.Text(command.Args),
            Stage = CommandStage.Queued,
            CreatedAtMs = now.ToUnixTimeMilliseconds(),
            ExpiresAtMs = now.AddSeconds(command.TtlSeconds).ToUnixTimeMilliseconds(),
        };
    }

    private static async Task<(Outcome<CommandView> Outcome, bool IsNew)> AddAsync(RegistryContext context, CommandRow row, CancellationToken cancellationToken)
    {
        if (await context.Commands.FindAsync([row.Id], cancellationToken) is { } known)
        {
            return (known.Device, known.Name, known.ArgsJson) == (row.Device, row.Name, row.ArgsJson)
                ? (CommandViews.Of(known), false)
                : (new Fault(FaultKind.Conflict, "id", $"A different command '{row.Id}' exists already ({known.Name} to {known.Device})."), false);
        }

        if (!await context.Devices.AnyAsync(d => d.Id == row.Device && d.RetiredAtMs == null, cancellationToken))
            return (new Fault(FaultKind.Conflict, "device", $"Device '{row.Device}' is retired; it takes no commands."), false);
        context.Add(row);
        await context.SaveChangesAsync(cancellationToken);
        return (CommandViews.Of(row), true);
    }

    private async Task<IReadOnlyList<Command>> HandOverAsync(RegistryContext context, string gateway, CancellationToken cancellationToken)
    {
        var rows = await context.Commands.Where(c => c.Gateway == gateway && c.Stage == CommandStage.Queued)
            .OrderBy(c => c.CreatedAtMs).ThenBy(c => c.Id).Take(MaxWaiting).ToListAsync(cancellationToken);
        var nowMs = NowMs;
        // One that expired before any gateway saw it stays here for the sweep.
        var handed = rows.Where(c => c.HandedAtMs is not null || c.ExpiresAtMs > nowMs).ToArray();
        foreach (var row in handed)
            row.HandedAtMs ??= nowMs;
        await context.SaveChangesAsync(cancellationToken);
        return [.. handed.Select(OnWire)];
    }

    private static Command OnWire(CommandRow row) => new()
    {
        CommandId = row.Id, Device = row.Device, Name = row.Name, ArgsJson = row.ArgsJson ?? "", ExpiresAtMs = row.ExpiresAtMs,
    };

    [LoggerMessage(2600, LogLevel.Information, "Command {Id} ({Name}) to {Device} is queued.")]
    private partial void LogIssued(string id, string name, string device);

    [LoggerMessage(2601, LogLevel.Warning, "Gateway {Gateway} reported on command {Id}, which is not one of its own; the report is ignored.")]
    private partial void LogForeignReport(string gateway, string id);

    [LoggerMessage(2602, LogLevel.Debug, "Report {State} on command {Id} changes nothing: the command is {Stage}.")]
    private partial void LogReportWithoutEffect(string id, CommandState state, CommandStage stage);

    [LoggerMessage(2603, LogLevel.Information, "Expired {Count} commands.")]
    private partial void LogExpired(int count);
}
