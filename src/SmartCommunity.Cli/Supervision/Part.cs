namespace SmartCommunity.Cli.Supervision;

/// <summary>One part to run: its name, the arguments after the executable, and how to see that it is ready.</summary>
/// <param name="Name"><c>cloud</c>, <c>gateway</c>, <c>simulate</c>.</param>
/// <param name="Arguments">Verb and options.</param>
/// <param name="Ready">Its readiness endpoint; null: the line <see cref="ReadyLine"/> on its output says it.</param>
/// <param name="ReadyText">What to print once it is.</param>
internal sealed record Part(string Name, IReadOnlyList<string> Arguments, Uri? Ready, string ReadyText)
{
    /// <summary>Environment variables of the process, in addition to the supervisor's own; default none.</summary>
    internal IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Printed by a part that has no endpoint once it does its work.</summary>
    internal const string ReadyLine = "ready";
}
