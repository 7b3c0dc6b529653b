using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Registry;

/// <summary>Enrolled devices: people's facts, kept in the registry store. Thread-safe.</summary>
public sealed class DeviceRegistry
{
    public Task<Page<DeviceView>> ListAsync(DeviceFilter filter, int page, int pageSize, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<DeviceView?> FindAsync(string id, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<EnrolledDeviceView>> CreateAsync(NewDevice device, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Enrols devices from CSV with the header <c>id,community,class,name,gateway,certificateSha256</c> (first three required); good rows are taken, bad rows named.</summary>
    public Task<Outcome<ImportReport>> ImportAsync(Stream csv, bool dryRun, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Issues a new token; the old one stays good until the device logs in with the new one.</summary>
    public Task<Outcome<EnrolledDeviceView>> RotateTokenAsync(string id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Retires a device: it cannot log in any more; its history stays.</summary>
    public Task<Outcome<DeviceView>> RetireAsync(string id, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>Which devices to list; null matches everything.</summary>
public sealed record DeviceFilter(string? Community = null, string? Class = null, string? Gateway = null, bool? Retired = false, string? Search = null);
