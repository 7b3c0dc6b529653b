namespace SmartCommunity.Cloud.Identity;

/// <summary>How a host knows who calls.</summary>
public sealed record SignInOptions
{
    /// <summary>Folder of the keys that seal cookies; made when absent, for its owner alone.</summary>
    public required string KeyFolder { get; init; }

    /// <summary>False: whoever reaches this host is the demo operator; only for a host on loopback.</summary>
    public required bool AsksForAccounts { get; init; }

    /// <summary>By what programs of this machine show themselves; null: not at all.</summary>
    public string? ProgramToken { get; init; }
}
