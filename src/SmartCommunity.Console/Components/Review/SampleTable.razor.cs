using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Review;

namespace SmartCommunity.Console.Components.Review;

/// <summary>A sample: its seed and rule, the pieces drawn with what was found of each, and how anyone draws it again.</summary>
public sealed partial class SampleTable
{
    private const int ShownDigits = 12; // Enough to compare; the order follows from the first ones.

    /// <summary>The project.</summary>
    [Parameter, EditorRequired]
    public required string Project { get; set; }

    /// <summary>The sample.</summary>
    [Parameter, EditorRequired]
    public required Sample Sample { get; set; }

    // Ids are the program's own: letters, digits and hyphens.
    private string Command =>
        $"for id in {string.Join(' ', Sample.Pool.Select(static p => p.Id))}; do printf '%s\\n%s' {Sample.Seed} \"$id\" | sha256sum | tr -d '\\n-'; echo \"$id\"; done | sort | head -{Sample.Drawn.Count}";
}
