using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Cloud.Quarantine;

/// <summary>The mappings of vendors' fields, in the registry. Thread-safe.</summary>
internal sealed class FieldMappings(RegistryStore store, EnrolmentIndex index, GatewayEnrolment gateways)
{
    /// <summary>Longest field name, in characters: the longest seen from a vendor is 41.</summary>
    internal const int MaxFieldLength = 120;

    internal async Task<IReadOnlyList<FieldMappingView>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return [.. (await context.FieldMappings.AsNoTracking().OrderBy(m => m.Class).ThenBy(m => m.Device).ThenBy(m => m.Field).ToListAsync(cancellationToken)).Select(View)];
    }

    internal async Task<Outcome<FieldMappingView>> PutAsync(FieldMappingView mapping, CancellationToken cancellationToken)
    {
        if (Faults(mapping) is { Count: > 0 } faults)
            return faults.ToArray();
        var row = await store.WriteAsync(
            async (context, cancel) =>
            {
                var known = await context.FieldMappings
                    .SingleOrDefaultAsync(m => m.Class == mapping.Class && m.Device == mapping.Device && m.Field == mapping.Field, cancel);
                if (known is null)
                    context.Add(known = NewRow(mapping));
                (known.Quantity, known.Scale, known.Offset) = (mapping.Quantity, mapping.Scale, mapping.Offset);
                await RegistryStore.NextVersionAsync(context, cancel);
                await context.SaveChangesAsync(cancel);
                return known;
            },
            committed: null,
            cancellationToken);
        await gateways.TellAllAsync();
        return View(row);
    }

    internal async Task<Outcome<FieldMappingView>> RemoveAsync(long id, CancellationToken cancellationToken)
    {
        var row = await store.WriteAsync(
            async (context, cancel) =>
            {
                if (await context.FieldMappings.FindAsync([id], cancel) is not { } known)
                    return null;
                context.Remove(known);
                await RegistryStore.NextVersionAsync(context, cancel);
                await context.SaveChangesAsync(cancel);
                return known;
            },
            committed: null,
            cancellationToken);
        if (row is null)
            return new Fault(FaultKind.NotFound, "id", $"There is no mapping {id}.");
        await gateways.TellAllAsync();
        return View(row);
    }

    /// <summary>A lookup of today's mappings: the device's own before its class's.</summary>
    internal async Task<Func<DeviceAddress, string, FieldConversion?>> SnapshotAsync(CancellationToken cancellationToken)
    {
        var mappings = (await ListAsync(cancellationToken)).ToDictionary(m => (m.Class, m.Device, m.Field), m => new FieldConversion(m.Quantity, m.Scale, m.Offset));
        return (address, field) =>
            mappings.TryGetValue((address.Class, address.Device, field), out var own) ? own
            : mappings.TryGetValue((address.Class, "", field), out var ofClass) ? ofClass
            : null;
    }

    private List<Fault> Faults(FieldMappingView mapping)
    {
        var faults = new List<Fault>();
        var deviceClass = mapping.Class is null ? null : DeviceClassCatalogue.Current.Find(mapping.Class);
        if (deviceClass is null)
            Add("class", $"class '{mapping.Class}' is not in the device catalogue.");
        if (mapping.Device is null)
            Add("device", "device is missing; leave it empty to map the whole class.");
        else if (mapping.Device.Length > 0 && index.Find(mapping.Device)?.Class != mapping.Class)
            Add("device", $"No device '{mapping.Device}' of class '{mapping.Class}' is enrolled.");
        if (string.IsNullOrEmpty(mapping.Field) || Text.Fault("field", mapping.Field, MaxFieldLength) is not null)
            Add("field", $"field must be 1 to {MaxFieldLength} characters without control characters.");
        if (deviceClass is not null && deviceClass.Quantities.All(q => q.Name != mapping.Quantity))
            Add("quantity", $"quantity '{mapping.Quantity}' is not one of class {mapping.Class}: {string.Join(", ", deviceClass.Quantities.Select(q => q.Name))}.");
        if (!double.IsFinite(mapping.Scale) || mapping.Scale == 0)
            Add("scale", "scale must be finite and not 0.");
        if (!double.IsFinite(mapping.Offset))
            Add("offset", "offset must be finite.");
        return faults;

        void Add(string field, string message) => faults.Add(new Fault(FaultKind.Invalid, field, message));
    }

    private static FieldMappingRow NewRow(FieldMappingView mapping) => new()
    {
        Class = mapping.Class, Device = mapping.Device, Field = mapping.Field, Quantity = mapping.Quantity, Scale = mapping.Scale, Offset = mapping.Offset,
    };

    private static FieldMappingView View(FieldMappingRow row) => new(row.Id, row.Class, row.Device, row.Field, row.Quantity, row.Scale, row.Offset);
}
