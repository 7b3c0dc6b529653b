using System.Text;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;

namespace SmartCommunity.Cloud.Quarantine;

/// <summary>
/// Devices that carriers speak for and nobody enrolled: shows them, guesses their class from their payloads, and enrols one when a person says so. Nothing is ever created without that.
/// Thread-safe.
/// </summary>
public sealed class DeviceAdoption(
    RegistryStore registry, ISeriesStore series, EnrolmentIndex index, GatewayEnrolment gateways, DeviceRegistry devices, QuarantineDesk desk)
{
    /// <summary>Most open payloads looked through for unknown devices, newest first: some tens of megabytes.</summary>
    public const int MaxScanned = 2_000;

    /// <summary>Payloads of one device that its class is guessed from; a device rarely needs more to say all it can.</summary>
    private const int MaxEvidence = 20;

    private const int ChunkRows = 200;

    private readonly FieldMappings _mappings = new(registry, index, gateways);

    /// <summary>What the unknown device of a payload probably is. With several, <paramref name="alias"/> says which.</summary>
    public async Task<Outcome<AdoptionGuess>> GuessAsync(long id, string? alias, CancellationToken cancellationToken)
    {
        var facts = await RegistryFacts.ReadAsync(registry, _mappings, index, cancellationToken);
        var found = await FindAsync(id, alias, facts, cancellationToken);
        return found.Succeeded ? Guess(facts, found.Value!.Carrier, found.Value.Alias, [found.Value.Row]) : found.Faults.ToArray();
    }

    /// <summary>
    /// Enrols the unknown device of a payload as carried by its sender, and runs the sender's payloads again. Of two calls for the same name one wins, the other gets a conflict.
    /// </summary>
    public async Task<Outcome<AdoptionReport>> AdoptAsync(long id, AdoptRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var facts = await RegistryFacts.ReadAsync(registry, _mappings, index, cancellationToken);
        var found = await FindAsync(id, request.Alias, facts, cancellationToken);
        if (!found.Succeeded)
            return found.Faults.ToArray();
        var (row, carrier, alias) = found.Value!;
        var guess = Guess(facts, carrier, alias, [row]);
        if (request.Class is null or "" && guess.Class is null)
            return new Fault(FaultKind.Invalid, "class", $"No class accepts a value that the payload has for '{alias}'; say the class.");
        var enrolled = await devices.CreateAsync(
            new NewDevice
            {
                Id = string.IsNullOrEmpty(request.Id) ? guess.SuggestedId : request.Id,
                Community = carrier.Community,
                Class = string.IsNullOrEmpty(request.Class) ? guess.Class! : request.Class,
                Name = string.IsNullOrEmpty(request.Name) ? Shown(alias) : request.Name,
                Gateway = carrier.Gateway,
                Dialect = carrier.Dialect,
                Profile = carrier.Profile,
                Via = carrier.Device,
                Alias = alias,
            },
            cancellationToken);
        if (!enrolled.Succeeded)
            return enrolled.Faults.ToArray();
        var rerun = await desk.RerunAsync(new QuarantineFilter(Device: carrier.Device), cancellationToken);
        return rerun.Succeeded ? new AdoptionReport(enrolled.Value!.Device, guess, rerun.Value!) : rerun.Faults.ToArray();
    }

    /// <summary>The unknown devices that open payloads name, the last seen first.</summary>
    public async Task<IReadOnlyList<UnknownDeviceView>> UnknownAsync(CancellationToken cancellationToken)
    {
        var facts = await RegistryFacts.ReadAsync(registry, _mappings, index, cancellationToken);
        var seen = new Dictionary<(string Carrier, string Alias), List<QuarantineRow>>();
        var evidence = new Dictionary<(string Carrier, string Alias), List<QuarantineRow>>();
        for (var offset = 0; offset < MaxScanned; offset += ChunkRows)
        {
            var (rows, _) = await series.QuarantineAsync(new QuarantineFilter(), ChunkRows, offset, cancellationToken);
            foreach (var row in rows)
                Collect(row, facts, seen, evidence);
            if (rows.Count < ChunkRows)
                break;
        }

        return [.. seen.Select(s => View(facts, s.Key, s.Value, evidence[s.Key])).OrderByDescending(v => v.LastSeen).ThenBy(v => v.Alias, StringComparer.Ordinal)];
    }

    private void Collect(
        QuarantineRow row, RegistryFacts facts, Dictionary<(string, string), List<QuarantineRow>> seen, Dictionary<(string, string), List<QuarantineRow>> evidence)
    {
        if (row.Truncated || index.Find(row.Device) is not { Retired: false, Via.Length: 0 } carrier)
            return;
        foreach (var alias in Read(row, carrier, facts).Unknown)
        {
            var key = (carrier.Device, alias);
            if (!seen.TryGetValue(key, out var rows))
                (seen[key], evidence[key]) = (rows = [], []);
            if (rows.Count < MaxEvidence)
                evidence[key].Add(row);
            rows.Add(row with { Payload = default }); // Counted, not kept.
        }
    }

    private UnknownDeviceView View(RegistryFacts facts, (string Carrier, string Alias) key, List<QuarantineRow> rows, List<QuarantineRow> evidence)
    {
        var carrier = index.Find(key.Carrier)!;
        var newest = rows.MaxBy(r => (r.ReceivedAtMs, r.Id))!;
        return new UnknownDeviceView(
            key.Carrier, carrier.Community, key.Alias, rows.Count, At(rows.Min(r => r.ReceivedAtMs)), At(newest.ReceivedAtMs), newest.Id, Guess(facts, carrier, key.Alias, evidence).Class);
    }

    private AdoptionGuess Guess(RegistryFacts facts, Enrolment carrier, string alias, IReadOnlyList<QuarantineRow> payloads)
    {
        var classes = ClassGuesser.Rank(facts, Sender(carrier), carrier.Dialect, alias, payloads);
        return new AdoptionGuess(carrier.Device, alias, FreeId(carrier.Device, alias), classes.Count == 0 ? null : classes[0].Class, classes);
    }

    private async Task<Outcome<Unknown>> FindAsync(long id, string? alias, RegistryFacts facts, CancellationToken cancellationToken)
    {
        var (rows, _) = await series.QuarantineAsync(new QuarantineFilter(State: null, Ids: [id]), limit: 1, offset: 0, cancellationToken);
        if (rows is not [var row])
            return new Fault(FaultKind.NotFound, "id", $"There is no payload {id} in quarantine.");
        if (index.Find(row.Device) is not { Retired: false } carrier)
            return new Fault(FaultKind.Conflict, "id", $"The payload was sent by '{row.Device}', which is not enrolled any more.");
        if (row.Truncated)
            return new Fault(FaultKind.Conflict, "id", "Only the beginning of the payload was kept; adopt with another one.");
        var named = Read(row, carrier, facts);
        var unknown = named.Unknown;
        if (!string.IsNullOrEmpty(alias))
        {
            if (unknown.Contains(alias, StringComparer.Ordinal))
                return new Unknown(row, carrier, alias);
            return named.Known.FirstOrDefault(k => k.Alias == alias) is { Device: { } device }
                ? new Fault(FaultKind.Conflict, "alias", $"alias '{alias}' of carrier '{carrier.Device}' belongs to device '{device}' already.")
                : new Fault(FaultKind.Invalid, "alias", $"The payload names no unknown device '{alias}'; its unknown devices are: {List(unknown)}.");
        }

        return unknown switch
        {
            [var only] => new Unknown(row, carrier, only),
            [] when named.Known.Any() => new Fault(
                FaultKind.Conflict, "id", $"Every device that the payload names is enrolled already: {List(named.Known.Select(k => $"{k.Alias} is {k.Device}"))}."),
            [] => new Fault(FaultKind.Conflict, "id", $"The payload names no device that '{carrier.Device}' carries; there is nothing to adopt."),
            _ => new Fault(FaultKind.Invalid, "alias", $"The payload names {unknown.Count} unknown devices; say which: {List(unknown)}."),
        };
    }

    private static TrialFacts Read(QuarantineRow row, Enrolment carrier, RegistryFacts facts)
    {
        var trial = new TrialFacts(facts);
        if (new DialectSet(trial).Find(carrier.Dialect) is { } dialect)
            PayloadReader.Read(dialect, Sender(carrier), row.Topic, row.Payload, row.ReceivedAtMs);
        return trial;
    }

    private static PayloadSender Sender(Enrolment carrier) => new(new DeviceAddress(carrier.Community, carrier.Class, carrier.Device), carrier.Profile);

    /// <summary>The alias as an identifier, with the carrier's before it when another device has it, and a number when that does not help.</summary>
    private string FreeId(string carrier, string alias)
    {
        var plain = ToIdentifier(alias);
        foreach (var id in new[] { plain, ToIdentifier($"{carrier}-{alias}") })
        {
            if (index.Find(id) is null)
                return id;
        }

        for (var number = 2; ; number++)
        {
            var suffix = $"-{number}";
            var id = plain[..Math.Min(plain.Length, Identifier.MaxLength - suffix.Length)] + suffix;
            if (index.Find(id) is null)
                return id;
        }
    }

    private static string ToIdentifier(string text)
    {
        var id = new StringBuilder();
        foreach (var c in text.Take(Identifier.MaxLength))
            id.Append(char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '-');
        return id.Length == 0 ? "-" : id.ToString();
    }

    private static string Shown(string alias) => new([.. alias.Where(c => !char.IsControl(c)).Take(DeviceCheck.MaxNameLength)]);

    private static string List(IEnumerable<string> names)
    {
        const int told = 20;
        return string.Join(", ", names.Take(told)) is { Length: > 0 } list ? list : "none";
    }

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private sealed record Unknown(QuarantineRow Row, Enrolment Carrier, string Alias);
}
