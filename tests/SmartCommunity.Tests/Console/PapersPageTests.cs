using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Programme.Papers;
using SmartCommunity.Cloud.Programme.Papers.Dossiers;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Text;
using SmartCommunity.Tests.Cloud.Alerts;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Console;

/// <summary>Papers to download and the dossier of a project, on the services of a whole cloud.</summary>
public sealed class PapersPageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-papers-page-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_paper_of_a_project_is_a_link_in_each_format_and_what_its_dossier_lacks_is_said()
    {
        await using var cloud = await StartedCloud.OfAsync(_folder);
        using var context = ContextOf(cloud);
        var page = Open(context, "?project=jiangbin");
        page.WaitForElement("tr[data-row]", Patience);

        var links = page.FindAll("tr[data-row] a").Select(a => a.GetAttribute("href")).ToList();
        Assert.Equal(21, links.Count);
        Assert.Contains("/api/v1/programme/papers/file?format=docx&project=jiangbin", links);
        Assert.Equal(17, page.FindAll("select option").Count);
        Assert.Contains("What is missing (11)", page.Markup, StringComparison.Ordinal);
        Assert.Contains("The community has no recorded score", page.Markup, StringComparison.Ordinal);
        Assert.True(page.FindAll("button").Single(b => b.TextContent == "Build and download").HasAttribute("disabled"));
        Assert.Contains("Without a recorded score there is nothing to prove.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_with_faults_is_told_beside_its_paper_and_a_project_that_is_not_there_is_said()
    {
        await using var cloud = await StartedCloud.OfAsync(_folder);
        var templates = Directory.CreateDirectory(Path.Combine(_folder, PaperTemplates.Folder)).FullName;
        await File.WriteAllTextAsync(Path.Combine(templates, "portrait.html"), "{{body}}{{wetter}}", Xunit.TestContext.Current.CancellationToken);
        using var context = ContextOf(cloud, Languages.Chinese);

        var page = Open(context, "?project=baihe");
        page.WaitForElement("tr[data-row]", Patience);
        Assert.Contains("'{{wetter}}' is not known", page.FindAll("tr[data-row]").Single(r => r.TextContent.Contains("一社一画像", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
        Assert.Equal(6, page.FindAll("tr[data-row]").Count(r => r.TextContent.Contains("模板正常", StringComparison.Ordinal)));

        var nobody = Open(context, "?project=atlantis");
        nobody.WaitForAssertion(() => Assert.Contains("项目库中没有“atlantis”", nobody.Markup, StringComparison.Ordinal), Patience);
    }

    private static ConsoleContext ContextOf(StartedCloud cloud, string language = Languages.English)
    {
        var context = new ConsoleContext(language);
        context.Services.AddSingleton(cloud.Get<ProgrammeDesk>());
        context.Services.AddSingleton(cloud.Get<PaperTemplates>());
        context.Services.AddSingleton(cloud.Get<DossierDesk>());
        return context;
    }

    private static IRenderedComponent<PapersPage> Open(ConsoleContext context, string query)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"/programme/papers{query}");
        return context.Render<PapersPage>();
    }
}
