using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>Words of the policy: in both languages, what each means, the clause it comes from and the rules about it. The search, or the one term a page asked about, is in the URL.</summary>
public sealed partial class GlossaryPage
{
    private const string SearchKey = "q", TermKey = "term";

    private static readonly PolicyPack _policy = ShippedPolicies.Fuyang;

    /// <summary>What is searched for; everything when absent.</summary>
    [SupplyParameterFromQuery(Name = SearchKey)]
    public string? Search { get; set; }

    /// <summary>Code of the one term shown.</summary>
    [SupplyParameterFromQuery(Name = TermKey)]
    public string? Term { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => AsOf.Report(NowMs, live: false);

    private List<GlossaryTerm> Shown =>
        !string.IsNullOrEmpty(Term) ? [.. Glossary.Fuyang.Where(t => t.Code == Term)] : [.. Glossary.Fuyang.Where(t => t.Matches(Search?.Trim() ?? ""))];
}
