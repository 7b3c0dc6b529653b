using System.Text.Json;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Graph;

/// <summary>
/// Imports places, and where devices are and what they feed. Buildings first, then units, facilities and devices, each kind in one transaction; good rows are taken, bad ones named. Importing the
/// same again changes nothing. Thread-safe.
/// </summary>
public sealed class PlaceImport(RegistryStore store, TwinGraph graph, TwinDesk desk, EnrolmentIndex enrolments, TimeProvider time)
{
    /// <summary>Largest collection, bytes: 20,000 features of 500 characters.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    // Kinds in the order in which they can stand in each other.
    private static readonly TwinKind[] Stages = [TwinKind.Building, TwinKind.Unit, TwinKind.Facility, TwinKind.Device];

    /// <summary>Imports a FeatureCollection into a community, in the shape <see cref="CommunityMap"/> writes.</summary>
    public async Task<Outcome<PlaceImportReport>> FromGeoJsonAsync(string community, JsonElement collection, bool dryRun, CancellationToken cancellationToken)
    {
        if (enrolments.StreetOf(community) is null)
            return new Fault(FaultKind.NotFound, "code", $"No community '{community}' is in the district.");
        var file = PlaceFile.ReadGeoJson(community, collection);
        return file.Succeeded ? await ImportAsync(file.Value!, community, dryRun, cancellationToken) : file.Faults.ToArray();
    }

    /// <summary>Imports CSV with the header <c>kind,code,parent,nameZh,nameEn,floors,heightM,floor,areaM2,openingHours,facilityKind,longitude,latitude</c> (first four required).</summary>
    public async Task<Outcome<PlaceImportReport>> FromCsvAsync(Stream csv, bool dryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(csv);
        var file = PlaceFile.ReadCsv(await LimitedBody.ReadAsync(csv, DeviceFile.MaxBytes, cancellationToken));
        return file.Succeeded ? await ImportAsync(file.Value!, community: null, dryRun, cancellationToken) : file.Faults.ToArray();
    }

    private async Task<PlaceImportReport> ImportAsync(PlaceFile file, string? community, bool dryRun, CancellationToken cancellationToken)
    {
        var run = new Run(community, dryRun);
        run.Errors.AddRange(file.Errors);
        var checkedPlaces = file.Places.Select(p => (p.Line, p.Place, Check: PlaceCheck.Check(p.Place))).ToArray();
        foreach (var (line, _, check) in checkedPlaces)
            run.Errors.AddRange(check.Faults.Select(f => new RowError(line, f.Field, f.Message)));
        foreach (var stage in Stages)
        {
            Step[] steps =
            [
                .. checkedPlaces.Where(p => p.Check.Faults.Count == 0 && p.Check.Id.Kind == stage)
                    .Select(p => new Step(p.Line, p.Check.Id, p.Check.Parent, (row, relations) => desk.Fill(p.Check.Id, p.Check.Parent, p.Place, row, relations))),
                .. stage == TwinKind.Device ? file.Devices.Select(DeviceStep) : [],
            ];
            if (steps.Length > 0)
                await RunStageAsync(steps, run, cancellationToken);
        }

        return new PlaceImportReport(dryRun, file.RowCount, run.Created, run.Changed, run.Unchanged, run.Placed, [.. run.Errors.OrderBy(e => e.Line)]);
    }

    private Step DeviceStep(PlacedDevice device) => new(device.Line, device.Id, device.Place, (row, relations) =>
    {
        if (GeoGeometry.Fault(device.Geometry) is { } fault)
            return new Fault(FaultKind.Invalid, "geometry", fault);
        row.GeometryJson = GeoGeometry.Text(device.Geometry) ?? row.GeometryJson;
        // In its community a device is without anybody saying so.
        return (device.Place is { Kind: not TwinKind.Community } place ? desk.Put(device.Id, place, relations) : null)
            ?? (device.Feeds is { } feeds ? desk.Lead(device.Id, RelationRules.Feeds, feeds, relations) : null)
            ?? (device.Serves is { } serves ? desk.Lead(device.Id, RelationRules.Serves, serves, relations) : null);
    })
    {
        Targets = [.. device.Feeds ?? [], .. device.Serves ?? []],
    };

    private async Task RunStageAsync(Step[] steps, Run run, CancellationToken cancellationToken)
    {
        if (run.DryRun)
        {
            await using var context = store.CreateDbContext();
            await StepsAsync(context, steps, run, version: null, cancellationToken);
            return;
        }

        await store.WriteAsync(
            async (context, cancel) => await StepsAsync(context, steps, run, await RegistryStore.NextVersionAsync(context, cancel), cancel),
            graph.Apply,
            cancellationToken);
    }

    /// <summary>Carries the steps out, or (no version) only looks what they would do.</summary>
    private async Task<IReadOnlyList<LoggedTwin>> StepsAsync(RegistryContext context, Step[] steps, Run run, long? version, CancellationToken cancellationToken)
    {
        var changed = new List<LoggedTwin>();
        foreach (var step in steps)
        {
            if (await StepAsync(context, step, run, version, cancellationToken) is { } twin)
                changed.Add(twin);
            context.ChangeTracker.Clear();
        }

        return changed;
    }

    private async Task<LoggedTwin?> StepAsync(RegistryContext context, Step step, Run run, long? version, CancellationToken cancellationToken)
    {
        var isDevice = step.Id.Kind == TwinKind.Device;
        var community = graph.CommunityOf(step.Id) ?? (step.Place is { } place ? graph.CommunityOf(place) ?? run.Assumed.GetValueOrDefault(place) : null);
        if (!run.Seen.Add(step.Id))
            return run.Refuse(step.Line, "code", $"'{step.Id}' stands twice in this file; the first one counts.");
        if (community is null)
            return run.Refuse(step.Line, isDevice ? "code" : "parent", isDevice ? $"No device '{step.Id.Code}' is enrolled." : $"There is no twin '{step.Place}'.");
        if (run.Community is { } only && community != only)
            return run.Refuse(step.Line, "code", $"'{step.Id}' belongs to community '{community}', not to '{only}'.");
        var edit = await TwinEdit.BeginAsync(context, step.Id, community, cancellationToken);
        var existed = graph.Exists(step.Id);
        // In a dry run the parent, or what is fed or served, may be a place that this file would make.
        var isAssumed = (step.Place is { } parent && run.Assumed.ContainsKey(parent)) || step.Targets.Any(run.Assumed.ContainsKey);
        if (!isAssumed && step.Change(edit.Row, edit.Relations) is { } fault)
            return run.Refuse(step.Line, fault.Field, fault.Message);
        run.Count(isDevice, existed, edit.HasChanged || isAssumed);
        if (version is not { } stamp)
        {
            if (!existed)
                run.Assumed[step.Id] = community;
            return null;
        }

        return edit.HasChanged ? await edit.SaveAsync(context, time.GetUtcNow().ToUnixTimeMilliseconds(), stamp, cancellationToken) : null;
    }

    private sealed record Step(int Line, TwinId Id, TwinId? Place, Func<TwinRow, List<LoggedRelation>, Fault?> Change)
    {
        internal IReadOnlyList<TwinId> Targets { get; init; } = [];
    }

    /// <summary>What an import has done so far.</summary>
    private sealed class Run(string? community, bool dryRun)
    {
        internal string? Community => community;

        internal bool DryRun => dryRun;

        internal List<RowError> Errors { get; } = [];

        internal HashSet<TwinId> Seen { get; } = [];

        /// <summary>Places a dry run would have made by now, with their community.</summary>
        internal Dictionary<TwinId, string> Assumed { get; } = [];

        internal int Created { get; private set; }

        internal int Changed { get; private set; }

        internal int Unchanged { get; private set; }

        internal int Placed { get; private set; }

        internal LoggedTwin? Refuse(int line, string field, string message)
        {
            Errors.Add(new RowError(line, field, message));
            return null;
        }

        internal void Count(bool isDevice, bool existed, bool hasChanged)
        {
            if (!hasChanged)
                Unchanged++;
            else if (isDevice)
                Placed++;
            else if (existed)
                Changed++;
            else
                Created++;
        }
    }
}
