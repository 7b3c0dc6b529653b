using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SmartCommunity.Tests.Tidy;

public sealed class NameTests
{
    private static readonly string[] _banned =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Base", "Processor", "Handler", "Info", "Data"];

    [Fact]
    public void No_type_or_file_has_a_name_that_says_nothing()
    {
        var types =
            from source in Repository.Sources
            from type in source.Tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            where EndsBanned(type.Identifier.Text)
            select $"{source.File.Path}:{type.LineOf()}: {type.Identifier.Text}";
        var files =
            from file in Repository.Files
            where Path.GetExtension(file.Path) is ".cs" or ".razor" && EndsBanned(Path.GetFileName(file.Path).Split('.')[0])
            select file.Path;

        Repository.AssertNone(types.Concat(files), $"Names do not end in {string.Join(", ", _banned)}: say what the thing does.");
    }

    [Fact]
    public void Every_public_type_says_what_it_is_for()
    {
        var documented = new HashSet<string>();
        var undocumented = new Dictionary<string, string>();
        foreach (var (file, tree) in Repository.Sources.Where(s => !s.File.IsTest()))
        {
            foreach (var type in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MemberDeclarationSyntax>().Where(IsPublicType))
            {
                // A partial type is documented once, in whichever part.
                var name = FullName(type);
                if (HasSummary(type))
                {
                    documented.Add(name);
                }
                else
                {
                    undocumented.TryAdd(name, $"{file.Path}:{type.LineOf()}: {name}");
                }
            }
        }

        Repository.AssertNone(undocumented.Where(u => !documented.Contains(u.Key)).Select(u => u.Value), "Every public type has a <summary>.");
    }

    [Fact]
    public void Test_classes_end_in_Tests_and_test_names_are_sentences()
    {
        var offenders =
            from source in Repository.Sources
            where source.File.IsTest()
            from method in source.Tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>()
            where method.AttributeLists.SelectMany(a => a.Attributes).Any(a => a.Name.ToString() is "Fact" or "Theory")
            let type = method.Parent as TypeDeclarationSyntax
            // An abstract suite (conformance of several stores) is named for what it holds; its heirs are XTests.
            where type?.Modifiers.Any(SyntaxKind.AbstractKeyword) != true
            where type?.Identifier.Text.EndsWith("Tests", StringComparison.Ordinal) != true || !method.Identifier.Text.Contains('_')
            select $"{source.File.Path}:{method.LineOf()}: {type?.Identifier.Text}.{method.Identifier.Text}";

        Repository.AssertNone(offenders, "A test class is named XTests and a test is a sentence (Torn_tail_is_truncated_on_open).");
    }

    private static bool EndsBanned(string name) => _banned.Any(b => name.EndsWith(b, StringComparison.Ordinal));

    private static bool IsPublicType(MemberDeclarationSyntax member) =>
        member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
        && member.Modifiers.Any(SyntaxKind.PublicKeyword)
        && member.Ancestors().OfType<BaseTypeDeclarationSyntax>().All(outer => outer.Modifiers.Any(SyntaxKind.PublicKeyword));

    private static bool HasSummary(SyntaxNode type) =>
        type.GetLeadingTrivia().Select(t => t.GetStructure()).OfType<DocumentationCommentTriviaSyntax>()
            .Any(d => d.ToString().Contains("<summary>", StringComparison.Ordinal) || d.ToString().Contains("<inheritdoc", StringComparison.Ordinal));

    private static string FullName(MemberDeclarationSyntax type)
    {
        var names = type.AncestorsAndSelf().Select(node => node switch
        {
            BaseTypeDeclarationSyntax t => t.Identifier.Text,
            DelegateDeclarationSyntax d => d.Identifier.Text,
            BaseNamespaceDeclarationSyntax n => n.Name.ToString(),
            _ => null,
        });
        return string.Join('.', names.OfType<string>().Reverse());
    }
}
