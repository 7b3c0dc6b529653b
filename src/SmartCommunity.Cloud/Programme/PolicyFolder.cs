using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Cloud.Programme;

/// <summary>Policy packs a district put beside its data: <c>policies/*.yaml</c>. Read at start; one that is wrong ends the start with its faults, as nothing may be judged by half a policy.</summary>
internal static class PolicyFolder
{
    internal static PolicyLibrary Open(string folder)
    {
        if (!Directory.Exists(folder))
            return PolicyLibrary.Shipped;
        var files = Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal);
        return new PolicyLibrary([.. PolicyLibrary.Shipped.Packs, .. files.Select(Read)]);
    }

    private static PolicyPack Read(string path)
    {
        try
        {
            return PolicyReader.Read(File.ReadAllBytes(path));
        }
        catch (PolicyException exception)
        {
            throw new PolicyException([.. exception.Faults.Select(f => $"{Path.GetFileName(path)}: {f}")]);
        }
    }
}
