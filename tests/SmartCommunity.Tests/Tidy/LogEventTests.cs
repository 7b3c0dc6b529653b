using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SmartCommunity.Tests.Tidy;

/// <summary>Log event ids: unique over the repository, and from the range of their project, so that an id alone says where to look.</summary>
public sealed class LogEventTests
{
    private static readonly Dictionary<string, (int First, int Last)> _ranges = new()
    {
        ["edge/SmartCommunity.Gateway"] = (1000, 1499),
        ["src/SmartCommunity.Cloud"] = (2000, 2999),
        ["src/SmartCommunity.Storage"] = (3000, 3099),
        ["device-simulators/SmartCommunity.Simulators"] = (4000, 4099),
        ["src/SmartCommunity.Cli"] = (5000, 5099),
        ["src/SmartCommunity.Console"] = (6000, 6099),
    };

    [Fact]
    public void Log_event_ids_are_unique()
    {
        var offenders =
            from message in Messages()
            group message by message.Id into same
            where same.Key is null || same.Count() > 1
            select $"{same.Key?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no literal id"}: {string.Join(", ", same.Select(m => m.Where))}";

        Repository.AssertNone(offenders, "Every LoggerMessage has its own id, written as a number.");
    }

    [Fact]
    public void Log_event_ids_are_from_the_range_of_their_project()
    {
        var offenders =
            from message in Messages()
            let range = _ranges.GetValueOrDefault(message.Project)
            where message.Id is null || message.Id < range.First || message.Id > range.Last
            select $"{message.Where}: {message.Id}";

        Repository.AssertNone(offenders, "Log event ids are from the range of their project.");
    }

    private static IEnumerable<(int? Id, string Project, string Where)> Messages() =>
        from source in Repository.Sources
        where !source.File.IsTest()
        from attribute in source.Tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<AttributeSyntax>()
        where attribute.Name.ToString() is "LoggerMessage" or "LoggerMessageAttribute"
        select (IdOf(attribute), source.File.Project, $"{source.File.Path}:{attribute.LineOf()}");

    private static int? IdOf(AttributeSyntax attribute)
    {
        var arguments = attribute.ArgumentList?.Arguments.ToList() ?? [];
        var named = arguments.FirstOrDefault(a => (a.NameEquals?.Name ?? a.NameColon?.Name)?.Identifier.Text is "EventId" or "eventId");
        return (named ?? arguments.FirstOrDefault())?.Expression is LiteralExpressionSyntax { Token.Value: int id } ? id : null;
    }
}
