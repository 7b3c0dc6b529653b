using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SmartCommunity.Tests.Tidy;

/// <summary>One file of the repository, with its path relative to the root, written with slashes.</summary>
internal sealed record RepositoryFile(string Path, string FullPath)
{
    internal string Text => File.ReadAllText(FullPath);

    internal string[] Lines => File.ReadAllLines(FullPath);

    internal string Project => Repository.ProjectFolders.FirstOrDefault(p => Path.StartsWith(p + "/", StringComparison.Ordinal)) ?? "";
}

/// <summary>The repository as it lies on disk: what Tidy reads. Build output, packages and fetched browser libraries are left out.</summary>
internal static class Repository
{
    private static readonly HashSet<string> _notOurs = ["artifacts", "bin", "obj", "node_modules", "TestResults", "data", ".git", ".vs", ".idea"];

    private static readonly string[] _fetched = ["src/SmartCommunity.Console/wwwroot/lib"];

    internal static string Root { get; } = FindRoot();

    internal static IReadOnlyList<RepositoryFile> Files { get; } =
        [.. Walk(Root).OrderBy(f => f.Path, StringComparer.Ordinal)];

    /// <summary>Folders that hold a project, for example <c>src/SmartCommunity.Cloud</c>.</summary>
    internal static IReadOnlyList<string> ProjectFolders { get; } =
        [.. Files.Where(f => f.Path.EndsWith(".csproj", StringComparison.Ordinal)).Select(f => f.Path[..f.Path.LastIndexOf('/')])];

    /// <summary>Hand-written C#, with its syntax tree.</summary>
    internal static IReadOnlyList<(RepositoryFile File, SyntaxTree Tree)> Sources { get; } =
        [.. Files.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal) && !IsGenerated(f)).Select(f => (f, CSharpSyntaxTree.ParseText(f.Text)))];

    internal static RepositoryFile File(string path) =>
        Files.FirstOrDefault(f => f.Path == path) ?? throw new FileNotFoundException($"The repository has no {path}.");

    internal static bool IsTest(this RepositoryFile file) => file.Path.StartsWith("tests/", StringComparison.Ordinal);

    internal static bool IsGenerated(this RepositoryFile file) =>
        file.Path.Contains("/Migrations/", StringComparison.Ordinal) || file.Path.EndsWith(".g.cs", StringComparison.Ordinal);

    internal static int LineOf(this SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>Fails with every offender on its own line: one run names all that is to be done.</summary>
    internal static void AssertNone(IEnumerable<string> offenders, string rule)
    {
        var list = offenders.ToList();
        Assert.True(list.Count == 0, $"{rule} Offenders ({list.Count}):\n{string.Join('\n', list)}");
    }

    private static IEnumerable<RepositoryFile> Walk(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            yield return new RepositoryFile(Relative(path), path);
        }

        foreach (var child in Directory.EnumerateDirectories(folder))
        {
            if (_notOurs.Contains(Path.GetFileName(child)) || _fetched.Contains(Relative(child)))
            {
                continue;
            }

            foreach (var file in Walk(child))
            {
                yield return file;
            }
        }
    }

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "SmartCommunity.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds SmartCommunity.sln.");
    }
}
