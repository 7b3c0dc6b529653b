using System.IO.Compression;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Tests.Cloud.Api;

namespace SmartCommunity.Tests.Cloud.Facts;

public sealed class EvidenceApiTests
{
    private const string Path = "/api/v1/communities/baihe/evidence";

    private const string Query = "kind=covenant&dated=2026-01-05&submittedBy=%E6%9D%8E%E6%98%8E";

    private static readonly byte[] Pdf = "%PDF-1.7 the covenant"u8.ToArray();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_is_submitted_reviewed_by_another_and_downloaded_as_an_attachment()
    {
        await using var api = await ApiServer.StartAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("covenant"), "kind" }, { new StringContent("邻里公约"), "title" }, { new StringContent("2026-01-05"), "dated" }, { new StringContent("李明"), "submittedBy" },
            { new ByteArrayContent(Pdf), "file", "公约 2026.pdf" },
        };

        var (created, submitted) = await api.SendAsync(HttpMethod.Post, Path, form);
        var id = submitted.GetProperty("id").GetString();
        var (own, problem) = await api.PostAsync($"{Path}/{id}/review", """{"decision":"accepted","reviewer":"  李　明 "}""");
        var (accepted, reviewed) = await api.PostAsync($"{Path}/{id}/review", """{"decision":"accepted","reviewer":"王芳","score":91.5,"inspected":true,"expires":"2028-01-01"}""");
        var (twice, conflict) = await api.PostAsync($"{Path}/{id}/review", """{"decision":"refused","reviewer":"王芳","comment":"no"}""");
        using var download = await api.Http.GetAsync($"{Path}/{id}/document", Cancel);

        Assert.Equal((201, 400, 200, 409), (created, own, accepted, twice));
        Assert.Equal(("submitted", "application/pdf", Pdf.Length, Hash(Pdf), "公约 2026.pdf"), (
            Text(submitted, "state"), Text(submitted, "mediaType"), submitted.GetProperty("bytes").GetInt32(), Text(submitted, "sha256"), Text(submitted, "fileName")));
        Assert.Equal([["reviewer"], ["state"]], new[] { problem, conflict }.Select(ApiServer.Fields));
        Assert.Equal(("accepted", "王芳", 91.5, true, "2028-01-01", 2), (
            Text(reviewed, "state"), Text(reviewed, "reviewer"), reviewed.GetProperty("score").GetDouble(), reviewed.GetProperty("inspected").GetBoolean(), Text(reviewed, "expires"),
            reviewed.GetProperty("revision").GetInt32()));
        Assert.Equal(Pdf, await download.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(("attachment", "公约 2026.pdf", "application/pdf"), (
            download.Content.Headers.ContentDisposition!.DispositionType, download.Content.Headers.ContentDisposition.FileNameStar, download.Content.Headers.ContentType!.MediaType));
        Assert.Equal("nosniff", Assert.Single(download.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task A_raw_body_is_taken_once_and_taken_back_with_a_reason()
    {
        await using var api = await ApiServer.StartAsync();

        var (created, submitted) = await RawAsync(api, $"{Path}?{Query}&fileName=a.pdf", Pdf);
        var (again, conflict) = await RawAsync(api, $"{Path}?{Query}&fileName=b.pdf", Pdf);
        var withdrawal = $"{Path}/{Text(submitted, "id")}/withdrawal";
        var (silent, problem) = await api.PostAsync(withdrawal, """{"actor":"Li"}""");
        var (taken, withdrawn) = await api.PostAsync(withdrawal, """{"actor":"Li","comment":"wrong year"}""");
        var (twice, _) = await api.PostAsync(withdrawal, """{"actor":"Li","comment":"wrong year"}""");
        var (anew, _) = await RawAsync(api, $"{Path}?{Query}&fileName=b.pdf", Pdf);
        var (_, waiting) = await api.GetAsync($"{Path}?state=submitted&kind=covenant");
        var (_, history) = await api.GetAsync($"/api/v1/communities/baihe/changes?subject=evidence:{Text(submitted, "id")}");

        Assert.Equal((201, 409, 400, 200, 409, 201), (created, again, silent, taken, twice, anew));
        Assert.Equal([["file"], ["comment"]], new[] { conflict, problem }.Select(ApiServer.Fields));
        Assert.Equal(("withdrawn", "wrong year"), (Text(withdrawn, "state"), Text(withdrawn, "comment")));
        Assert.Equal(1, waiting.GetProperty("total").GetInt32());
        Assert.Equal(["withdrawn", "submitted"], history.GetProperty("items").EnumerateArray().Select(c => Text(c, "action")));
    }

    [Theory]
    [InlineData("a.pdf", "not a pdf", "file")]
    [InlineData("a.png", "%PDF-1.7", "file")]
    [InlineData("a.exe", "MZ", "fileName")]
    [InlineData("a.svg", "<svg/>", "fileName")]
    [InlineData("a.html", "<html/>", "fileName")]
    [InlineData("a", "%PDF-1.7", "fileName")]
    [InlineData("", "%PDF-1.7", "fileName")]
    [InlineData("a.txt", "zero\0byte", "file")]
    [InlineData("a.docx", "PK\u0003\u0004garbage", "file")]
    [InlineData("a.pdf", "", "file")]
    public async Task What_is_not_what_its_name_says_is_refused_and_leaves_nothing(string fileName, string content, string field)
    {
        await using var api = await ApiServer.StartAsync();

        var (status, problem) = await RawAsync(api, $"{Path}?{Query}&fileName={Uri.EscapeDataString(fileName)}", Encoding.UTF8.GetBytes(content));

        Assert.Equal(400, status);
        Assert.Equal([field], ApiServer.Fields(problem));
        Assert.Empty(FilesOf(api));
    }

    [Fact]
    public async Task Documents_with_macros_are_refused_and_those_without_taken()
    {
        await using var api = await ApiServer.StartAsync();

        var (plain, taken) = await RawAsync(api, $"{Path}?{Query}&fileName=a.docx", Office("word/document.xml"));
        var (macros, refused) = await RawAsync(api, $"{Path}?{Query}&fileName=b.docx", Office("word/document.xml", "word/vbaProject.bin"));
        var (other, named) = await RawAsync(api, $"{Path}?{Query}&fileName=c.docx", Office("xl/workbook.xml"));

        Assert.Equal((201, 400, 400), (plain, macros, other));
        Assert.EndsWith("wordprocessingml.document", Text(taken, "mediaType"), StringComparison.Ordinal);
        Assert.Contains("has macros", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("that of a .xlsx file", named.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_forms_and_missing_fields_are_named()
    {
        await using var api = await ApiServer.StartAsync();
        using var noFile = new MultipartFormDataContent { { new StringContent("covenant"), "kind" } };
        using var unknownPart = new MultipartFormDataContent { { new StringContent("x"), "colour" } };
        using var twoFiles = new MultipartFormDataContent { { new ByteArrayContent(Pdf), "file", "a.pdf" }, { new ByteArrayContent(Pdf), "file", "b.pdf" } };
        using var torn = new StringContent("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 and then the line br");
        torn.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");

        var answers = new List<(int Status, JsonElement Body)>();
        foreach (var form in new HttpContent[] { noFile, unknownPart, twoFiles, torn })
            answers.Add(await api.SendAsync(HttpMethod.Post, Path, form));
        var (bare, missing) = await RawAsync(api, $"{Path}?fileName=a.pdf", Pdf);
        var (kind, unknown) = await RawAsync(api, $"{Path}?{Query}&fileName=a.pdf".Replace("covenant", "dragon", StringComparison.Ordinal), Pdf);
        var (day, malformed) = await RawAsync(api, $"{Path}?{Query}&fileName=a.pdf&expires=soon", Pdf);

        Assert.All(answers, a => Assert.Equal(400, a.Status));
        Assert.Equal([["file"], ["colour"], ["file"], ["body"]], answers.Select(a => ApiServer.Fields(a.Body)));
        Assert.Equal((400, 400, 400), (bare, kind, day));
        Assert.Equal(["dated", "submittedBy"], ApiServer.Fields(missing).Order());
        Assert.Equal([["kind"], ["expires"]], new[] { unknown, malformed }.Select(ApiServer.Fields));
        Assert.DoesNotContain(FilesOf(api), f => f.Contains("incoming", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_document_over_20_MiB_is_refused_and_one_of_20_MiB_taken()
    {
        await using var api = await ApiServer.StartAsync();
        var document = new byte[EvidenceFiles.MaxBytes + 1];
        Pdf.CopyTo(document, 0);

        var (tooLarge, problem) = await RawAsync(api, $"{Path}?{Query}&fileName=a.pdf", document);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(document), "file", "a.pdf" } };
        var (tooLargeForm, _) = await api.SendAsync(HttpMethod.Post, Path, form);
        var left = FilesOf(api);
        var (taken, _) = await RawAsync(api, $"{Path}?{Query}&fileName=a.pdf", document[..^1]);

        Assert.Equal((413, 413, 201), (tooLarge, tooLargeForm, taken));
        Assert.Equal(["file"], ApiServer.Fields(problem));
        Assert.Empty(left);
    }

    [Fact]
    public async Task A_document_is_its_owners_only_and_one_damaged_on_disk_is_not_handed_out()
    {
        await using var api = await ApiServer.StartAsync();
        var (_, submitted) = await RawAsync(api, $"{Path}?{Query}&fileName=a.pdf", Pdf);
        var file = Assert.Single(FilesOf(api));
        if (!OperatingSystem.IsWindows())
            Assert.Equal((UnixFileMode.UserRead | UnixFileMode.UserWrite, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute), (File.GetUnixFileMode(file), File.GetUnixFileMode(System.IO.Path.GetDirectoryName(file)!)));

        await File.WriteAllBytesAsync(file, "%PDF-1.7 the covenanT"u8.ToArray(), Cancel);
        var (status, problem) = await api.GetAsync($"{Path}/{Text(submitted, "id")}/document");
        var (_, again) = await RawAsync(api, $"{Path}?{Query.Replace("covenant", "highlight", StringComparison.Ordinal)}&fileName=a.pdf", Pdf);
        using var repaired = await api.Http.GetAsync($"{Path}/{Text(submitted, "id")}/document", Cancel);

        Assert.Equal(503, status);
        Assert.Equal(["document"], ApiServer.Fields(problem));
        Assert.Equal(Hash(Pdf), Text(again, "sha256"));
        Assert.Equal(Pdf, await repaired.Content.ReadAsByteArrayAsync(Cancel));
    }

    private static async Task<(int Status, JsonElement Body)> RawAsync(ApiServer api, string path, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await api.SendAsync(HttpMethod.Post, path, body);
    }

    private static string[] FilesOf(ApiServer api) => Directory.GetFiles(EvidenceFiles.FolderOf(api.Services.GetRequiredService<RegistryOptions>().Path), "*", SearchOption.AllDirectories);

    private static byte[] Office(params string[] parts)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var part in parts.Prepend("[Content_Types].xml"))
            {
                using var entry = archive.CreateEntry(part).Open();
                entry.Write("<a/>"u8);
            }
        }

        return stream.ToArray();
    }

    private static string? Text(JsonElement view, string name) => view.GetProperty(name).GetString();

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
