namespace SmartCommunity.Console.Components.Layout;

/// <summary>A page of the navigation.</summary>
/// <param name="Href">Its address.</param>
/// <param name="Key">What its word is found by: <c>nav.KEY</c>.</param>
internal sealed record NavPage(string Href, string Key);

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
        new("overview", [new("/", "overview")]),
        new("alerts",
        [
            new("/alerts", "alerts"), new("/wall", "wall"), new("/duty", "duty"), new("/notifications", "notifications"), new("/care", "care"), new("/rules", "rules"), new("/quality", "quality"),
        ]),
        new("scores", [new("/scores", "scores"), new("/evidence", "evidence"), new("/packs", "packs")]),
        new("programme", [new("/programme", "programme"), new("/programme/ledger", "ledger")]),
        new("devices", [new("/devices", "devices"), new("/classes", "classes"), new("/commands", "commands"), new("/claims", "claims"), new("/certificates", "certificates")]),
        new("line", [new("/gateways", "gateways"), new("/quarantine", "quarantine"), new("/bench", "bench")]),
        new("simulator", [new("/simulator", "simulator")]),
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
