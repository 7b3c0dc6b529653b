using SmartCommunity.Simulators;

namespace SmartCommunity.Tests.Simulators;

/// <summary>Recorded data, never part of the repository: <c>SMARTCOMMUNITY_DATA</c>, or <c>../shared/data</c> beside the repository.</summary>
internal static class Recorded
{
    internal static readonly string[] Communities = ["baihe", "jiangbin"];

    internal static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable("SMARTCOMMUNITY_DATA") ?? Path.Combine(RepositoryRoot(), "..", "shared", "data");
        Assert.SkipUnless(Directory.Exists(folder), $"No recorded data in {folder}; set SMARTCOMMUNITY_DATA.");
        return folder;
    }

    internal static ReplayPlan Plan(ReplayDataset dataset) => ReplayPlan.Load(Folder(), dataset, Communities, static id => $"token-of-{id}");

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SmartCommunity.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("SmartCommunity.sln is in no parent folder.");
        return folder.FullName;
    }
}
