using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>A question mark beside a word of the policy: what it means, on hover, and its entry in the glossary.</summary>
public sealed partial class TermLink
{
    /// <summary>Code of the term.</summary>
    [Parameter, EditorRequired]
    public required string Code { get; set; }

    private GlossaryTerm? Term => Visitor.May(SmartCommunity.Cloud.Identity.Policies.Programme) ? Glossary.Find(Code) : null;
}
