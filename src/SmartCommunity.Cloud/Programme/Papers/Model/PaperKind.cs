using SmartCommunity.Programme;

namespace SmartCommunity.Cloud.Programme.Papers.Model;

/// <summary>A kind of paper: its name, and what its templates may ask for.</summary>
public sealed record PaperKind
{
    private static readonly string[] _always = ["title", "district", "madeOn", "source", "policy"];

    private PaperKind(string code, Words name, string[] fields, string[] sections) =>
        (Code, Name, Fields, Sections) = (code, name, [.. _always, .. fields], sections);

    /// <summary>评价通报, O-04.</summary>
    public static PaperKind Bulletin { get; } = new("bulletin", new("评价通报", "Bulletin"), ["number", "period", "frozenAt"], ["summary", "ranking", "unranked", "goal", "overdue", "errata"]);

    /// <summary>问题清单、工作清单、创新清单, O-01.</summary>
    public static PaperKind Lists { get; } = new("lists", new("三张清单", "Three lists"), ["number", "period", "signedBy"], ["issues", "work", "innovation", "done"]);

    /// <summary>资金台账, M-01 to M-15.</summary>
    public static PaperKind Ledger { get; } = new("ledger", new("资金台账", "Ledger"), ["period"], ["projects", "entries", "arithmetic", "forecast"]);

    /// <summary>验收申请, A-01.</summary>
    public static PaperKind Application { get; } = new("application", new("验收申请", "Acceptance application"), ["project", "unit", "type"], ["request", "basis", "scores", "blocking", "evidence", "signatures"]);

    /// <summary>一社一档, G-05.</summary>
    public static PaperKind ProjectFile { get; } = new("file", new("一社一档", "Project file"), ["project", "unit", "type", "completeness"], ["project", "sections", "survey", "documents", "process", "findings"]);

    /// <summary>一社一画像, P-01.</summary>
    public static PaperKind Portrait { get; } = new("portrait", new("一社一画像", "Portrait"), ["project", "unit", "type"], ["project", "people", "space", "facilities", "needs", "gaps", "scores", "history"]);

    /// <summary>建设要求清单, P-02.</summary>
    public static PaperKind Requirements { get; } = new("requirements", new("建设要求清单", "Requirement list"), ["project", "unit", "type"], ["basis", "requirements"]);

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<PaperKind> All { get; } = [Bulletin, Lists, Ledger, Application, ProjectFile, Portrait, Requirements];

    /// <summary>Code in addresses and names of template files.</summary>
    public string Code { get; }

    public Words Name { get; }

    /// <summary>Codes of the texts a template may place: <c>{{code}}</c>.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>Codes of the sections a template may place: <c>{{section:code}}</c>; those it does not place stand at <c>{{body}}</c>.</summary>
    public IReadOnlyList<string> Sections { get; }
}
