using SmartCommunity.Cloud.Identity;

namespace SmartCommunity.Console.Components.Layout;

/// <summary>A page of the navigation.</summary>
/// <param name="Href">Its address.</param>
/// <param name="Key">What its word is found by: <c>nav.KEY</c>.</param>
/// <param name="Policy">Who may open it.</param>
/// <param name="IsOfDistrict">It is for people of the whole district.</param>
internal sealed record NavPage(string Href, string Key, string Policy, bool IsOfDistrict = false);

/// <summary>
/// Pages that belong to one piece of work. The navigation's first row has the groups in the order of a day at the desk; the second the pages of the group on screen. Pure.
/// </summary>
/// <param name="Key">What its word is found by: <c>navGroup.KEY</c>.</param>
/// <param name="Pages">Its pages; the group leads to the first.</param>
internal sealed record NavGroup(string Key, IReadOnlyList<NavPage> Pages)
{
    private const string Communities = "/communities/";

    internal static IReadOnlyList<NavGroup> All { get; } =
    [
        new("overview", [new("/", "overview", Policies.Overview)]),
        new("alerts",
        [
            new("/alerts", "alerts", Policies.Alerts), new("/wall", "wall", Policies.Alerts), new("/duty", "duty", Policies.Duty), new("/notifications", "notifications", Policies.Duty, IsOfDistrict: true),
            new("/care", "care", Policies.Alerts), new("/rules", "rules", Policies.Alerts), new("/quality", "quality", Policies.Alerts),
        ]),
        new("scores", [new("/scores", "scores", Policies.Overview), new("/evidence", "evidence", Policies.Facts), new("/packs", "packs", Policies.Overview)]),
        new("programme",
        [
            new("/programme", "programme", Policies.Programme), new("/programme/lists", "lists", Policies.Programme), new("/programme/bulletins", "bulletins", Policies.Programme),
            new("/programme/review", "review", Policies.Programme),
            new("/programme/ledger", "ledger", Policies.Money), new("/programme/papers", "papers", Policies.Programme), new("/programme/cases", "cases", Policies.Programme), new("/glossary", "glossary", Policies.Programme),
        ]),
        new("devices",
        [
            new("/devices", "devices", Policies.Devices), new("/classes", "classes", Policies.Overview), new("/commands", "commands", Policies.DevicesEdit, IsOfDistrict: true),
            new("/claims", "claims", Policies.DevicesEdit, IsOfDistrict: true), new("/certificates", "certificates", Policies.DevicesEdit, IsOfDistrict: true),
        ]),
        new("line", [new("/gateways", "gateways", Policies.DevicesEdit, IsOfDistrict: true), new("/quarantine", "quarantine", Policies.DevicesEdit, IsOfDistrict: true), new("/bench", "bench", Policies.DevicesEdit, IsOfDistrict: true)]),
        new("people", [new("/people", "people", Policies.People, IsOfDistrict: true)]),
        new("simulator", [new("/simulator", "simulator", Policies.Simulation, IsOfDistrict: true)]),
    ];

    /// <summary>The page that an address (path alone, with its first slash) is, or lies under; null: it is in no group.</summary>
    internal static NavPage? PageOf(string path) => All.SelectMany(static g => g.Pages).Where(p => Covers(p, path)).MaxBy(static p => p.Href.Length) ?? OfCommunity(path);

    // A community's score and facts belong to the scores, its other pages to the overview they are opened from.
    private static NavPage? OfCommunity(string path) =>
        !path.StartsWith(Communities, StringComparison.Ordinal) ? null
        : path.EndsWith("/score", StringComparison.Ordinal) || path.EndsWith("/facts", StringComparison.Ordinal) ? PageOf("/scores")
        : PageOf("/");

    private static bool Covers(NavPage page, string path) => path == page.Href || (page.Href.Length > 1 && path.StartsWith($"{page.Href}/", StringComparison.Ordinal));
}
