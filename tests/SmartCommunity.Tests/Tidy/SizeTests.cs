using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SmartCommunity.Tests.Tidy;

public sealed class SizeTests
{
    private const int MaxFileLines = 400;
    private const int MaxMethodLines = 70;
    private const int MaxReadmeLines = 60;
    private const int MaxProgramLines = 20;
    private static readonly string[] _measured = [".cs", ".razor", ".js", ".css", ".sh", ".proto"];

    [Fact]
    public void No_file_is_longer_than_400_lines()
    {
        var offenders =
            from file in Repository.Files
            where _measured.Contains(Path.GetExtension(file.Path)) && !file.IsGenerated()
            let lines = file.Lines.Length
            where lines > MaxFileLines
            select $"{file.Path}: {lines} lines";

        Repository.AssertNone(offenders, $"A file has at most {MaxFileLines} lines: split it by concern.");
    }

    [Fact]
    public void No_method_is_longer_than_70_lines()
    {
        var offenders =
            from source in Repository.Sources
            from node in source.Tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes()
            where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
            let span = node.GetLocation().GetLineSpan()
            let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
            where lines > MaxMethodLines
            select $"{source.File.Path}:{node.LineOf()}: {NameOf(node)}, {lines} lines";

        Repository.AssertNone(offenders, $"A method has at most {MaxMethodLines} lines.");
    }

    [Fact]
    public void Program_is_a_table_of_contents()
    {
        var lines = Repository.File("src/SmartCommunity.Cli/Program.cs").Lines.Length;

        Assert.True(lines <= MaxProgramLines, $"Program.cs has {lines} lines, more than {MaxProgramLines}.");
    }

    [Fact]
    public void A_project_readme_has_at_most_60_lines()
    {
        var offenders =
            from project in Repository.ProjectFolders
            let readme = Repository.Files.FirstOrDefault(f => f.Path == project + "/README.md")
            where readme is not null && readme.Lines.Length > MaxReadmeLines
            select $"{readme.Path}: {readme.Lines.Length} lines";

        Repository.AssertNone(offenders, $"A project's README has at most {MaxReadmeLines} lines.");
    }

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        _ => node.GetType().Name,
    };
}
