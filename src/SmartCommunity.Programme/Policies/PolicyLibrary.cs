namespace SmartCommunity.Programme.Policies;

/// <summary>Names one version of one pack by its content.</summary>
/// <param name="Id">The pack's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Hash">SHA-256 of its file.</param>
public sealed record PolicyKey(string Id, int Version, string Hash)
{
    public override string ToString() => $"{Id} {Version} ({Hash[..8]})";
}

/// <summary>The packs known, by key. Immutable.</summary>
public sealed class PolicyLibrary
{
    private readonly Dictionary<PolicyKey, PolicyPack> _packs;

    /// <summary>Throws <see cref="ArgumentException"/> when two packs have one id and version and differ.</summary>
    public PolicyLibrary(IEnumerable<PolicyPack> packs)
    {
        _packs = packs.DistinctBy(KeyOf).ToDictionary(KeyOf);
        if (_packs.Keys.GroupBy(k => (k.Id, k.Version)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"There are two packs {twice.Key.Id} of version {twice.Key.Version} with different content; a change needs a new version.", nameof(packs));
    }

    /// <summary>The shipped packs.</summary>
    public static PolicyLibrary Shipped { get; } = new([ShippedPolicies.Fuyang]);

    public IReadOnlyCollection<PolicyPack> Packs => _packs.Values;

    public static PolicyKey KeyOf(PolicyPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        return new PolicyKey(pack.Id, pack.Version, pack.Hash);
    }

    /// <summary>The pack of a key; null when it is not here.</summary>
    public PolicyPack? Find(PolicyKey key) => _packs.GetValueOrDefault(key);

    /// <summary>The pack of a key; throws <see cref="InvalidOperationException"/> when none is in force or its file is gone: nothing may be judged by another.</summary>
    public PolicyPack Of(PolicyKey? key) => key is null
        ? throw new InvalidOperationException("No policy is in force.")
        : Find(key) ?? throw new InvalidOperationException($"The policy {key} is not in the policies folder any more; put its file back.");
}
