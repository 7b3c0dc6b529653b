namespace SmartCommunity.Console.Components.Layout;

/// <summary>The keys of the console and the switch that turns single letters off (WCAG 2.1.4); opened by <c>shell.js</c>.</summary>
public sealed partial class HelpDialog
{
    private static readonly (string Keys, string Word)[] Keys =
    [
        ("g o", "nav.overview"),
        ("g a", "nav.alerts"),
        ("g w", "nav.wall"),
        ("g p", "nav.scores"),
        ("g d", "nav.devices"),
        ("g g", "nav.gateways"),
        ("g q", "nav.quarantine"),
        ("g b", "nav.bench"),
        ("g c", "nav.commands"),
        ("g l", "nav.claims"),
        ("g k", "nav.certificates"),
        ("g s", "nav.simulator"),
        ("g e", "nav.evidence"),
        ("g n", "nav.notifications"),
        ("g y", "nav.care"),
        ("g u", "nav.duty"),
        ("g r", "nav.rules"),
        ("g i", "nav.quality"),
        ("g t", "nav.classes"),
        ("g f", "nav.packs"),
        ("j k", "help.rows"),
        ("Enter", "help.open"),
        ("m", "help.map"),
        ("[ ]", "help.step"),
        ("a", "help.accept"),
        ("x", "help.choose"),
        ("Shift A", "help.acceptAll"),
        ("r", "help.refuse"),
        ("Space", "help.play"),
        ("l", "help.live"),
        ("/", "help.search"),
        ("?", "help.help"),
        ("Esc", "help.close"),
    ];
}
