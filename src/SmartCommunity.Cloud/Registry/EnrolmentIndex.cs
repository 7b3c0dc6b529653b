namespace SmartCommunity.Cloud.Registry;

/// <summary>One enrolled device as ingest and the twins need it.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Community">Community code.</param>
/// <param name="Class">Class code.</param>
/// <param name="Gateway">The gateway it is enrolled to.</param>
/// <param name="Retired">Retired devices stay listed.</param>
/// <param name="Version">Registry version of its last change; versions rise over the whole registry.</param>
public sealed record Enrolment(string Device, string Community, string Class, string Gateway, bool Retired, long Version);

/// <summary>All enrolments in memory, rebuilt from the registry at start and kept up to date by it. Reads are lock-free.</summary>
public sealed class EnrolmentIndex
{
    /// <summary>Raised after a change, with the enrolments that changed.</summary>
    public event Action<IReadOnlyList<Enrolment>>? Changed
    {
        add => throw new NotImplementedException();
        remove => throw new NotImplementedException();
    }

    /// <summary>Highest version in the index.</summary>
    public long Version => throw new NotImplementedException();

    public Enrolment? Find(string device) => throw new NotImplementedException();

    /// <summary>Enrolments of a community, retired ones included.</summary>
    public IReadOnlyList<Enrolment> OfCommunity(string community) => throw new NotImplementedException();

    /// <summary>All community codes.</summary>
    public IReadOnlyList<string> Communities => throw new NotImplementedException();

    /// <summary>The street of a community, or null.</summary>
    public string? StreetOf(string community) => throw new NotImplementedException();
}

/// <summary>What the uplink tells gateways about devices and mappings, and the gateways' own credentials.</summary>
public sealed class GatewayEnrolment
{
    /// <summary>Raised when the directory of a gateway changed (devices or mappings), with the gateway's id.</summary>
    public event Action<string>? DirectoryChanged
    {
        add => throw new NotImplementedException();
        remove => throw new NotImplementedException();
    }

    /// <summary>True when the token is the gateway's; constant-time compare of hashes.</summary>
    public Task<bool> AuthenticateAsync(string gateway, string token, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The directory message that brings a gateway from a version to now: changes when <paramref name="sinceVersion"/> is known, else full.</summary>
    public Task<Contracts.Uplink.Directory> DirectoryAsync(string gateway, long sinceVersion, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Gateways as registered.</summary>
    public Task<IReadOnlyList<(string Id, string Name)>> ListAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
