using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SmartCommunity.Console.Text;
using SmartCommunity.Tests.Tidy;

namespace SmartCommunity.Tests.Console;

public sealed partial class FaultSentencesTests
{
    [Fact]
    public void Every_sentence_that_a_gateway_or_a_decoder_says_is_known_in_Chinese()
    {
        var said = Repository.Sources.Where(static s => !s.File.IsTest()).SelectMany(static s => Sentences(s.Tree)).ToHashSet(StringComparer.Ordinal);

        Assert.True(said.Count > 80, $"only {said.Count} sentences were found in the sources");
        Assert.Equal([], said.Except(FaultSentences.English).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Both_languages_have_the_same_holes()
    {
        var filled = FaultSentences.English.Select(static english => (English: english, Chinese: InChinese(Hole().Replace(english, static hole => $"h{hole.Value[1]}"))));

        Assert.Equal([], filled.Where(static f => Hole().Matches(f.English).Any(hole => !f.Chinese.Contains($"h{hole.Value[1]}", StringComparison.Ordinal))).Select(static f => f.English));
        Assert.Equal([], filled.Where(static f => !f.Chinese.Any(static letter => letter >= '一') && f.English != "ts {0}.").Select(static f => f.English));
    }

    [Theory]
    [InlineData("heartRate 420 /min is above its maximum 350.", "heartRate 的值 420 /min 高于上限 350。")]
    [InlineData("powerFactor 954 is above its maximum 1. frequency 50000 Hz is above its maximum 500.", "powerFactor 的值 954 高于上限 1。frequency 的值 50000 Hz 高于上限 500。")]
    [InlineData("temp -80.5 Cel is below its minimum -60.5.", "temp 的值 -80.5 Cel 低于下限 -60.5。")]
    [InlineData("'pm' is no quantity of the catalogue and has no mapping. ts must be epoch milliseconds or ISO 8601. And 3 more.", "“pm”不是目录中的量，也没有映射。ts 应为毫秒时间戳或 ISO 8601 时间。另有 3 处。")]
    [InlineData("The payload is not JSON of at most 8 levels: '}' is invalid. LineNumber: 0.", "报文不是层数不超过 8 的 JSON：'}' is invalid. LineNumber: 0.")]
    [InlineData("Frame 2: its checksum is wrong.", "第 2 帧：校验和错误。")]
    [InlineData("Something nobody has ever said. The message holds no value.", "Something nobody has ever said. The message holds no value.")]
    [InlineData("", "")]
    public void Sentences_are_told_in_Chinese_with_their_names_and_numbers(string english, string chinese) => Assert.Equal(chinese, InChinese(english));

    [Fact]
    public void In_English_they_stay_as_they_are() => Assert.Equal("The message holds no value.", In("en", () => FaultSentences.Of("The message holds no value.")));

    [Fact]
    public void What_a_stranger_wrote_into_a_hole_is_neither_a_pattern_nor_a_template() =>
        Assert.Equal("“.*{1} {0}”不是目录中的量，也没有映射。", InChinese("'.*{1} {0}' is no quantity of the catalogue and has no mapping."));

    /// <summary>Sentences that a call gives beside a reason of quarantine, their holes numbered.</summary>
    private static IEnumerable<string> Sentences(SyntaxTree source) => source.GetRoot().DescendantNodes().OfType<ArgumentListSyntax>()
        .Select(static call => call.Arguments.SkipWhile(static a => !a.ToString().Contains("QuarantineReason.", StringComparison.Ordinal)).Skip(1).FirstOrDefault())
        .Where(static said => said is not null)
        .SelectMany(static said => said!.DescendantNodes(static node => node is not InterpolatedStringExpressionSyntax))
        .Select(static node => node switch
        {
            InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select((part, index) => part is InterpolatedStringTextSyntax words ? words.TextToken.ValueText : $"{{{text.Contents.Take(index).Count(static c => c is InterpolationSyntax)}}}")),
            LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } text when text.FirstAncestorOrSelf<BinaryExpressionSyntax>() is null => text.Token.ValueText,
            _ => "",
        })
        .Where(static sentence => sentence.Length > 0);

    private static string InChinese(string english) => In("zh-CN", () => FaultSentences.Of(english));

    private static string In(string culture, Func<string> say)
    {
        using var context = new ConsoleContext(culture);
        return say();
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Hole();
}
