using System.Security.Cryptography;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Cloud.Programme.Papers;

/// <summary>Files of policy packs, as they were read: shipped ones and those of the data folder. Thread-safe.</summary>
public sealed class PolicyFiles(string dataFolder)
{
    private const string Shipped = "policies/"; // Of resources, and of the folder.

    /// <summary>The bytes of a pack; throws <see cref="InvalidOperationException"/> when its file is gone.</summary>
    public byte[] BytesOf(PolicyKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return All().FirstOrDefault(b => Convert.ToHexStringLower(SHA256.HashData(b)) == key.Hash)
            ?? throw new InvalidOperationException($"The file of the policy {key} is not there any more; put it back into {Shipped}.");
    }

    private IEnumerable<byte[]> All()
    {
        var assembly = typeof(PolicyPack).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(static n => n.StartsWith(Shipped, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            yield return bytes;
        }

        var folder = Path.Combine(dataFolder, Shipped);
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
            yield return File.ReadAllBytes(path);
    }
}
