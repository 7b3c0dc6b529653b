using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SmartCommunity.Tests.Tidy;

public sealed partial class LeftoverTests
{
    private static readonly string[] _text =
        [".cs", ".razor", ".js", ".css", ".sh", ".md", ".yaml", ".yml", ".json", ".props", ".csproj", ".service", ".proto", ".cloud", ".gateway", ".conf", ".env"];

    [Fact]
    public void No_file_names_a_path_of_one_machine()
    {
        var offenders =
            from file in Repository.Files
            where _text.Contains(Path.GetExtension(file.Path)) || file.Path == ".ci/run"
            from line in file.Lines.Select((text, index) => (text, index))
            where MachinePath().IsMatch(line.text)
            select $"{file.Path}:{line.index + 1}: {line.text.Trim()}";

        Repository.AssertNone(offenders, "Nothing committed names a path that exists on one machine only.");
    }

    [Fact]
    public void Nothing_is_left_to_do_in_a_comment()
    {
        var offenders =
            from file in Repository.Files
            where Path.GetExtension(file.Path) is ".cs" or ".razor" or ".js" or ".css" or ".sh" or ".proto" or ".md"
            from line in file.Lines.Select((text, index) => (text, index))
            where LeftToDo().IsMatch(line.text)
            select $"{file.Path}:{line.index + 1}: {line.text.Trim()}";

        Repository.AssertNone(offenders, "What is left to do is an issue, not a comment.");
    }

    [Fact]
    public void Nothing_throws_NotImplementedException()
    {
        Repository.AssertNone(Using("NotImplementedException"), "Skeletons are filled in before they are merged.");
    }

    [Fact]
    public void No_region_hides_code()
    {
        var offenders =
            from source in Repository.Sources
            from trivia in source.Tree.GetRoot(TestContext.Current.CancellationToken).DescendantTrivia()
            where trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)
            select source.File.Path;

        Repository.AssertNone(offenders.Distinct(), "A file that needs regions needs splitting.");
    }

    [Fact]
    public void Tests_wait_for_events_not_for_time()
    {
        var offenders =
            from source in Repository.Sources
            where source.File.IsTest()
            from access in source.Tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            where access.ToString() is "Task.Delay" or "Thread.Sleep"
            select $"{source.File.Path}:{access.LineOf()}: {access}";

        Repository.AssertNone(offenders, "A test waits for the event itself.");
    }

    [Fact]
    public void Nothing_sleeps()
    {
        var offenders =
            from source in Repository.Sources
            from access in source.Tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            where access.ToString() == "Thread.Sleep"
            select $"{source.File.Path}:{access.LineOf()}";

        Repository.AssertNone(offenders, "Thread.Sleep blocks a thread for a guess.");
    }

    private static IEnumerable<string> Using(string identifier) =>
        from source in Repository.Sources
        from name in source.Tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<IdentifierNameSyntax>()
        where name.Identifier.Text == identifier
        select $"{source.File.Path}:{name.LineOf()}";

    // The first folders of the paths are written apart so that this file passes its own test.
    [GeneratedRegex("(?<![A-Za-z0-9_.~}-])/(wor" + "k|hom" + "e|roo" + "t)/[A-Za-z0-9_.-]")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(TO" + "DO|FIX" + "ME|HA" + @"CK)\b")]
    private static partial Regex LeftToDo();
}
