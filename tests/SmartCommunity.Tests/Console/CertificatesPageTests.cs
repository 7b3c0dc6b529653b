using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Tests.Cloud.Provisioning;
using SmartCommunity.Tests.Cloud.Registry;
using TestContext = Xunit.TestContext;

namespace SmartCommunity.Tests.Console;

public sealed class CertificatesPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_runs_out_first_stands_first_and_says_how_long_it_has()
    {
        await using var registry = await WithCertificatesAsync(("w-1", 300), ("w-2", 29));
        using var context = ContextOf(registry);
        var page = Open(context, "/certificates");

        page.WaitForAssertion(() => Assert.Equal(["w-2", "w-1"], page.FindAll("tr[data-row] th").Select(th => th.TextContent)), Patience);
        var rows = page.FindAll("tr[data-row]").Select(row => row.TextContent).ToList();
        Assert.Contains("Expiring soon", rows[0], StringComparison.Ordinal);
        Assert.Contains("28 d", rows[0], StringComparison.Ordinal);
        Assert.Contains("Good", rows[1], StringComparison.Ordinal);
        Assert.Contains("Choose a community", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_is_revoked_for_a_reason()
    {
        await using var registry = await WithCertificatesAsync(("w-1", 300));
        using var context = ContextOf(registry);
        var page = Open(context, "/certificates");
        page.WaitForElement("tr[data-row] button", Patience);
        await page.InvokeAsync(() => page.Find("tr[data-row] button").ClickAsync(new()));
        page.Find("#revoke-reason").Change("keyCompromise");
        await page.InvokeAsync(() => page.Find("[role=dialog] form").SubmitAsync());

        Assert.Contains("The certificate of w-1 was revoked.", page.Markup, StringComparison.Ordinal);
        var revoked = Assert.Single((await registry.Certificates.ListAsync("w-1", 1, 50, Cancel)).Items);
        Assert.Equal(("revoked", "keyCompromise"), (revoked.State, revoked.Reason));
        Assert.Contains("Key compromise", page.Find("tr[data-row]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("tr[data-row] button"));
    }

    [Fact]
    public async Task An_authority_is_made_saved_imported_and_removed_and_its_key_is_never_shown()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var context = ContextOf(registry);
        var saved = context.JSInterop.SetupModule("./_content/SmartCommunity.Console/download.js").SetupVoid("saveText", _ => true).SetVoidResult();
        var page = Open(context, "/certificates?community=baihe");
        page.WaitForAssertion(() => Assert.Contains("There is none yet", page.Markup, StringComparison.Ordinal), Patience);

        await page.InvokeAsync(() => Button(page, "Create").ClickAsync(new()));
        await page.InvokeAsync(() => Button(page, "Create it").ClickAsync(new()));
        var made = Assert.Single(await registry.Authorities.ListAsync("baihe", Cancel));
        await page.InvokeAsync(() => Button(page, "Save certificate").ClickAsync(new()));
        Assert.Equal(made.Certificate + "\n", saved.VerifyInvoke("saveText").Arguments[1]);

        // The newest signs, and stands first.
        registry.Time.Advance(TimeSpan.FromSeconds(1));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = key.ExportPkcs8PrivateKeyPem();
        await ImportAsync(page, made.Certificate, pem);
        Assert.Contains("private key", page.Find("[role=dialog] [role=alert]").TextContent, StringComparison.Ordinal);
        var request = new CertificateRequest("CN=elsewhere", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(TemporaryRegistry.Start, TemporaryRegistry.Start.AddYears(1));
        await ImportAsync(page, authority.ExportCertificatePem(), pem);
        Assert.Contains("CN=elsewhere", page.Find(".authorities tbody th").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", page.Markup, StringComparison.Ordinal);

        await page.FindAll(".authorities button.danger")[0].ClickAsync(new());
        await page.InvokeAsync(() => Button(page, "Stop believing it").ClickAsync(new()));
        Assert.Equal(made.Sha256, Assert.Single(await registry.Authorities.ListAsync("baihe", Cancel)).Sha256);
    }

    [Fact]
    public async Task Without_certificates_the_page_says_what_to_do_in_chinese_too()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var context = ContextOf(registry, Languages.Chinese);
        var page = Open(context, "/certificates");
        page.WaitForAssertion(() => Assert.Contains("还没有签发证书", page.Markup, StringComparison.Ordinal), Patience);

        var filtered = Open(context, "/certificates?state=expiring");
        filtered.WaitForAssertion(() => Assert.Contains("没有符合条件的证书", filtered.Markup, StringComparison.Ordinal), Patience);
    }

    private static async Task ImportAsync(IRenderedComponent<Certificates> page, string certificate, string key)
    {
        if (page.FindAll("#authority-key").Count == 0)
            await page.InvokeAsync(() => Button(page, "Import").ClickAsync(new()));
        page.Find("#authority-certificate").Change(certificate);
        page.Find("#authority-key").Change(key);
        await page.InvokeAsync(() => page.Find("[role=dialog] form").SubmitAsync());
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<Certificates> page, string text) => page.FindAll("button").First(b => b.TextContent.Trim() == text);

    private static IRenderedComponent<Certificates> Open(ConsoleContext context, string uri)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(uri);
        return context.Render<Certificates>();
    }

    private static async Task<TemporaryRegistry> WithCertificatesAsync(params (string Device, int Days)[] certificates)
    {
        var registry = await TemporaryRegistry.CreateAsync(ConsoleContext.Start);
        foreach (var (device, days) in certificates)
        {
            await registry.Devices.CreateAsync(TemporaryRegistry.Device(device), Cancel);
            using var key = new DeviceKey(device);
            Assert.True((await registry.Certificates.IssueAsync(device, new NewCertificate { Csr = key.Csr, Days = days }, "me", Cancel)).Succeeded);
        }

        return registry;
    }

    private static ConsoleContext ContextOf(TemporaryRegistry registry, string culture = Languages.English)
    {
        var context = new ConsoleContext(culture);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddSingleton(registry.Certificates);
        context.Services.AddSingleton(registry.Authorities);
        context.Services.AddSingleton(registry.Places);
        return context;
    }
}
