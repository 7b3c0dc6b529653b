using System.Text.Json;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Entries of the programme's log, the last first: what was done, its day, who entered it, and the act as it stands in the log.</summary>
public sealed partial class ProgrammeHistory
{
    /// <summary>The entries, the last first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ProgrammeEntry> Entries { get; set; } = [];

    private static string KindOf(ProgrammeEntry entry) => JsonNamingPolicy.CamelCase.ConvertName(entry.Act.GetType().Name);
}
