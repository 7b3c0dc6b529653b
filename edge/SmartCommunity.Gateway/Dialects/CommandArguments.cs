using System.Text.Json;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>One argument of a command: a truth, a number or text.</summary>
internal readonly record struct CommandArgument(string Name, bool? Truth, double? Number, string? Text);

/// <summary>Reads the arguments of commands for dialects that do not speak JSON. Pure.</summary>
internal static class CommandArguments
{
    /// <summary>The arguments in order; those that are objects, arrays or null are left out.</summary>
    internal static List<CommandArgument> Read(string argsJson)
    {
        var found = new List<CommandArgument>();
        if (argsJson.Length == 0)
            return found;
        using var document = JsonDocument.Parse(argsJson);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return found;
        foreach (var member in document.RootElement.EnumerateObject())
        {
            CommandArgument? argument = member.Value.ValueKind switch
            {
                JsonValueKind.True or JsonValueKind.False => new(member.Name, member.Value.GetBoolean(), null, null),
                JsonValueKind.Number => new(member.Name, null, member.Value.GetDouble(), null),
                JsonValueKind.String => new(member.Name, null, null, member.Value.GetString()),
                _ => null,
            };
            if (argument is { } told)
                found.Add(told);
        }

        return found;
    }
}
