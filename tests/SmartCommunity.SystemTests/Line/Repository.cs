namespace SmartCommunity.SystemTests.Line;

/// <summary>The checkout these tests were built in.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) => folder is null
        ? throw new DirectoryNotFoundException("SmartCommunity.sln is in no parent folder of the tests.")
        : File.Exists(Path.Combine(folder.FullName, "SmartCommunity.sln")) ? folder.FullName : Find(folder.Parent);
}
