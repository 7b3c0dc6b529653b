namespace SmartCommunity.Programme.Policies;

/// <summary>The policy packs that come with the product. Immutable.</summary>
public static class ShippedPolicies
{
    private static readonly Lazy<PolicyPack> _fuyang = new(() => PolicyReader.Read(Bytes("policies/fuyang-2021-2023.yaml")));

    /// <summary>Fuyang district's action plan 2021 to 2023.</summary>
    public static PolicyPack Fuyang => _fuyang.Value;

    internal static byte[] Bytes(string name)
    {
        using var stream = typeof(ShippedPolicies).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is missing.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
