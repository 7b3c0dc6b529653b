using Microsoft.EntityFrameworkCore;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Registry;

/// <summary>The devices that carry others, and the names they call them by; grows with a list that is being enrolled. Not thread-safe.</summary>
internal sealed class Carriers
{
    private readonly Dictionary<string, DeviceRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Via, string Alias), string> _aliases = [];

    /// <summary>Reads the carriers named and everything they carry.</summary>
    internal static async Task<Carriers> ReadAsync(RegistryContext context, IEnumerable<string?> vias, int chunkRows, CancellationToken cancellationToken)
    {
        var carriers = new Carriers();
        foreach (var chunk in vias.Where(via => !string.IsNullOrEmpty(via)).Distinct(StringComparer.Ordinal).Chunk(chunkRows))
        {
            var rows = context.Devices.AsNoTracking().Where(d => chunk.Contains(d.Id) || (chunk.Contains(d.Via) && d.RetiredAtMs == null));
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
                carriers.Add(row);
        }

        return carriers;
    }

    internal void Add(DeviceRow row)
    {
        _rows[row.Id] = row;
        if (row.Via.Length > 0 && row.RetiredAtMs is null)
            _aliases[(row.Via, row.Alias)] = row.Id;
    }

    /// <summary>Why the device cannot be carried as it asks; null when it can, or is not carried.</summary>
    internal Fault? Fault(NewDevice device)
    {
        if (device.Via.Length == 0)
            return null;
        if (!_rows.TryGetValue(device.Via, out var carrier) || carrier.RetiredAtMs is not null)
            return Of("via", $"via '{device.Via}' is not an enrolled device; enrol the carrier first.");
        if (carrier.Via.Length > 0)
            return Of("via", $"via '{device.Via}' is itself carried by '{carrier.Via}'; a carrier connects itself.");
        if (carrier.Gateway != device.Gateway)
            return Of("via", $"via '{device.Via}' is at gateway '{carrier.Gateway}', the device at '{device.Gateway}'; both must be at one.");
        if (carrier.Community != device.Community)
            return Of("via", $"via '{device.Via}' is in community '{carrier.Community}', the device in '{device.Community}'; both must be in one.");
        return _aliases.TryGetValue((device.Via, device.Alias), out var other)
            ? new Fault(FaultKind.Conflict, "alias", $"alias '{device.Alias}' of carrier '{device.Via}' belongs to device '{other}' already.")
            : null;
    }

    private static Fault Of(string field, string message) => new(FaultKind.Invalid, field, message);
}
