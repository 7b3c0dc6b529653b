using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Cloud.Programme.Papers.Making;

/// <summary>一社一档 (G-05, G-06): what the pool says, the five sections, the survey, every document with its hash, and the way so far. Pure.</summary>
internal static class ProjectFilePaper
{
    internal static Paper Of(PaperContext context, ProjectState project)
    {
        var policy = context.PolicyOf(project);
        var completeness = project.File.Completeness(policy.File);
        return new Paper
        {
            Kind = PaperKind.ProjectFile,
            FileName = $"file-{project.Id}",
            Fields = context.FieldsOf(project, "一社一档", ("completeness", PaperText.Of(PaperCell.Of(completeness.Share), PaperFormat.Percent))),
            Sections =
            [
                PaperTables.Section(1, "project", "项目概况", Project(context, project, policy)),
                PaperTables.Section(2, "sections", "必备部分", Sections(project, policy), Missing(completeness)),
                PaperTables.Section(3, "survey", "摸底调研", PaperTables.Pairs(policy.File.SurveyHeads.Select(h => (h.Name.Zh, project.File.Survey.GetValueOrDefault(h.Code))))),
                PaperTables.Section(4, "documents", "文件目录", Documents(project, policy)),
                PaperTables.Section(5, "process", "创建过程", Process(project)),
                PaperTables.Section(6, "findings", "整改意见", Findings(project)),
            ],
        };
    }

    private static PaperTable Project(PaperContext context, ProjectState project, PolicyPack policy)
    {
        var (pool, process) = (project.Pool, project.Process);
        var due = process.Due(pool, policy.Deadlines);
        return PaperTables.Pairs(
            ("项目编号", $"{pool.No}"), ("社区名称", pool.Name.Zh), ("责任单位", context.UnitName(pool.Unit)), ("创建类型", PaperContext.NameOf(pool.Type)),
            ("计划启动", pool.Start?.ToString()), ("计划完成", pool.Finish.ToString()), ("入库年度", $"{pool.Year}"), ("当前阶段", StageWords.Of(process.Stage).Zh), ("项目负责人", process.Lead),
            ("公布日期", process.ListedOn is { } listed ? PaperText.Of(listed) : null), ("到期日期", due is null ? null : $"{PaperText.Of(due.On)}（{due.Rule}{(due.Extended ? "，已延期" : "")}）"),
            ("申请级别", process.Level is { } level ? PaperContext.NameOf(level) : null), ("已通过级别", process.Passed is { } passed ? PaperContext.NameOf(passed) : null));
    }

    private static string Missing(SmartCommunity.Programme.Files.Completeness completeness)
    {
        string[] missing = [.. completeness.MissingSections.Select(static s => s.Name.Zh), .. completeness.MissingHeads.Select(static h => $"调研“{h.Name.Zh}”")];
        return $"应有 {completeness.Wanted} 项，已有 {completeness.Present} 项{(missing.Length == 0 ? "，齐全。" : $"；缺：{string.Join('、', missing)}。")}（G-05、G-06）";
    }

    private static PaperTable Sections(ProjectState project, PolicyPack policy) => new(
        [new PaperColumn("section", "部分", PaperFormat.Text, 16), new PaperColumn("state", "状态", PaperFormat.Text, 8), new PaperColumn("documents", "现行文件", PaperFormat.Text, 44)],
        [
            .. policy.File.Sections.Select(section =>
            {
                var newest = project.File.Newest(section.Code).ToList();
                return (IReadOnlyList<PaperCell>)[PaperCell.Of(section.Name.Zh), PaperCell.Of(newest.Count > 0 ? "齐全" : "缺"), PaperCell.Of(string.Join('\n', newest.Select(static d => $"{d.Title}（第 {d.Version} 版）")))];
            }),
        ]);

    private static PaperTable Documents(ProjectState project, PolicyPack policy)
    {
        var names = policy.File.Sections.Concat(policy.File.Plans).ToDictionary(static h => h.Code, static h => h.Name.Zh, StringComparer.Ordinal);
        return new PaperTable(
            [
                new PaperColumn("section", "部分", PaperFormat.Text, 12), new PaperColumn("title", "文件", PaperFormat.Text, 24), new PaperColumn("version", "版本", PaperFormat.Whole, 6), new PaperColumn("on", "日期", PaperFormat.Day, 12),
                new PaperColumn("bytes", "字节", PaperFormat.Whole, 12), new PaperColumn("sha", "SHA-256", PaperFormat.Text, 18),
            ],
            [
                .. project.File.Documents.Select(d => (IReadOnlyList<PaperCell>)
                [
                    PaperCell.Of(names.GetValueOrDefault(d.Section, d.Section)), PaperCell.Of(d.Withdrawn ? $"{d.Title}（已撤回）" : d.Title), PaperCell.Of((decimal)d.Version), PaperCell.Of(d.On), PaperCell.Of((decimal)d.Bytes),
                    PaperCell.Of(PaperTables.Hash(d.Sha256)),
                ]),
            ]);
    }

    private static PaperTable Process(ProjectState project) => new(
        [new PaperColumn("stage", "阶段", PaperFormat.Text, 20), new PaperColumn("on", "进入日期", PaperFormat.Day, 14)],
        [.. project.Process.Marks.Select(static m => (IReadOnlyList<PaperCell>)[PaperCell.Of(StageWords.Of(m.Stage).Zh), PaperCell.Of(m.On)])]);

    private static PaperTable Findings(ProjectState project) => new(
        [
            new PaperColumn("no", "序号", PaperFormat.Whole, 6), new PaperColumn("stage", "环节", PaperFormat.Text, 12), new PaperColumn("text", "意见", PaperFormat.Text, 30), new PaperColumn("due", "期限", PaperFormat.Day, 12),
            new PaperColumn("answer", "整改情况", PaperFormat.Text, 24), new PaperColumn("answered", "完成日期", PaperFormat.Day, 12),
        ],
        [
            .. project.Process.Findings.Select(static f => (IReadOnlyList<PaperCell>)
            [
                PaperCell.Of((decimal)f.No), PaperCell.Of(StageWords.Of(f.Stage).Zh), PaperCell.Of(f.Text), PaperCell.Of(f.Due), PaperCell.Of(f.Answer), PaperCell.Of(f.AnsweredOn),
            ]),
        ]);
}
