using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Cloud.Queries;

/// <summary>
/// The registry's devices together with whether each is there. A filter by state asks the registry for the ids that match the rest, keeps those in the state, and reads rows
/// for one page only, so a page costs the same wherever it is. Thread-safe.
/// </summary>
public sealed class DeviceSearch(DeviceRegistry registry, TwinIndex twins)
{
    /// <summary>State of a retired device, beside the codes of <see cref="DevicePresence"/>.</summary>
    public const string Retired = "retired";

    /// <summary>Devices that match, ordered by id. <paramref name="state"/>: a code of <see cref="DevicePresence"/>; null: any. Page and size as <see cref="Paging"/> has them.</summary>
    public async Task<Page<FoundDevice>> ListAsync(DeviceFilter filter, string? state, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        if (string.IsNullOrEmpty(state))
        {
            var found = await registry.ListAsync(filter, page, pageSize, cancellationToken);
            return new Page<FoundDevice>([.. found.Items.Select(Of)], found.Total, page, pageSize);
        }

        var ids = (await registry.IdsAsync(filter, cancellationToken)).Where(id => StateOf(id) == state).ToArray();
        var rows = await registry.FindManyAsync([.. ids.Skip((page - 1) * pageSize).Take(pageSize)], cancellationToken);
        return new Page<FoundDevice>([.. rows.Select(Of)], ids.Length, page, pageSize);
    }

    // A device that was enrolled a moment ago: the fold comes to it after the registry.
    private string StateOf(string device) => twins.Find(device)?.Presence ?? DevicePresence.Unheard;

    private FoundDevice Of(DeviceView device) => new(device, device.Retired ? Retired : StateOf(device.Id));
}

/// <summary>A device of the registry and whether it is there: a code of <see cref="DevicePresence"/>, or <see cref="DeviceSearch.Retired"/>.</summary>
public sealed record FoundDevice(DeviceView Device, string State);
