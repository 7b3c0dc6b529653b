namespace SmartCommunity.Cloud.Registry;

/// <summary>Where the registry is kept.</summary>
public sealed record RegistryOptions
{
    /// <summary>Path of the SQLite file; its folder is created. Back it up together with its <c>-wal</c> file, or with SQLite's own backup.</summary>
    public required string Path { get; init; }

    /// <summary>Folder with the private keys of communities' authorities, made with mode 0700; null: <c>authorities</c> beside the file. Back it up, and guard the copy.</summary>
    public string? AuthorityFolder { get; init; }
}
