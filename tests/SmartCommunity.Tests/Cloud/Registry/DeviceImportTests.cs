using System.Text;
using SmartCommunity.Cloud;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Tests.Cloud.Registry;

public sealed class DeviceImportTests
{
    private const string Header = "id,community,class,name,gateway,certificateSha256\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Good_rows_are_taken_and_bad_rows_named_by_line_field_and_limit()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("old"), Cancel);

        var report = await ImportAsync(registry, Header + string.Join('\n',
            "w-1,baihe,wearable,张三的手环,,",
            "a/b,atlantis,toaster,,,",
            "",
            "w-1,baihe,wearable,,,",
            "old,baihe,wearable,,,",
            "w-2,baihe",
            "w-3,baihe,wearable,\"broken,,",
            $"w-4,baihe,wearable,{new string('n', 121)},gw-9,xyz",
            "  w-5 , baihe ,pir,\"last, one\",gw-1,"));

        Assert.Equal(["w-1", "w-5"], report.Created.Select(d => d.Device.Id));
        Assert.Equal("last, one", report.Created[1].Device.Name);
        Assert.All(report.Created, d => Assert.NotNull(d.Token));
        Assert.Equal(
            [(3, "id"), (3, "community"), (3, "class"), (5, "id"), (6, "id"), (7, ""), (8, ""), (9, "name"), (9, "certificateSha256"), (9, "gateway")],
            report.Errors.Select(e => (e.Line, e.Field)));
        Assert.Contains("'a/b' must be 1 to 64 characters", report.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("stands twice", report.Errors[3].Message, StringComparison.Ordinal);
        Assert.Contains("exists already", report.Errors[4].Message, StringComparison.Ordinal);
        Assert.Contains("2 fields, the header has 6", report.Errors[5].Message, StringComparison.Ordinal);
        Assert.Contains("quotes", report.Errors[6].Message, StringComparison.Ordinal);
        Assert.Contains("limit of 120", report.Errors[7].Message, StringComparison.Ordinal);
        Assert.Equal(8, report.Rows);
        Assert.NotNull(registry.Index.Find("w-5"));
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_writes_nothing()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();

        var outcome = await registry.Devices.ImportAsync(Csv(Header + "w-1,baihe,wearable,,,\nw-2,atlantis,wearable,,,\n"), dryRun: true, Cancel);

        Assert.True(outcome.Value is { DryRun: true, Rows: 2 });
        Assert.Null(Assert.Single(outcome.Value!.Created).Token);
        Assert.Equal(3, Assert.Single(outcome.Value.Errors).Line);
        Assert.Null(registry.Index.Find("w-1"));
        Assert.Equal(0, registry.Index.Version);
    }

    [Fact]
    public async Task Columns_come_in_any_order_with_or_without_byte_order_mark_and_carriage_returns()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();

        var report = await ImportAsync(registry, "\uFEFFclass,id,community\r\nwearable,w-1,baihe\r\n");

        Assert.True(Assert.Single(report.Created).Device is { Id: "w-1", Class: "wearable", Community: "baihe" });
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("id,community\n", "'class' is missing")]
    [InlineData("id,community,class,colour\n", "'colour' of the header is unknown")]
    [InlineData("id,community,class,id\n", "twice")]
    [InlineData("id;community;class\n", "unknown")]
    public async Task A_wrong_header_is_a_fault_of_the_file(string text, string expected)
    {
        await using var registry = await TemporaryRegistry.CreateAsync();

        var outcome = await registry.Devices.ImportAsync(Csv(text), dryRun: false, Cancel);

        var fault = Assert.Single(outcome.Faults);
        Assert.Equal((FaultKind.Invalid, "file"), (fault.Kind, fault.Field));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_utf8_is_refused_with_the_line_and_the_remedy()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        byte[] gbk = [.. Encoding.ASCII.GetBytes(Header + "w-1,baihe,wearable,"), 0xD5, 0xC5, 0xC8, 0xFD, .. ",,\n"u8];

        var bad = await registry.Devices.ImportAsync(new MemoryStream(gbk), dryRun: false, Cancel);
        var wide = await registry.Devices.ImportAsync(new MemoryStream([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Header)]), dryRun: false, Cancel);

        Assert.Contains("line 2 cannot be read; save it as 'CSV UTF-8'", Assert.Single(bad.Faults).Message, StringComparison.Ordinal);
        Assert.Contains("UTF-16", Assert.Single(wide.Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_over_20000_rows_or_10_MiB_are_refused_whole()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var rows = new StringBuilder(Header);
        for (var i = 0; i <= 20_000; i++)
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"w-{i},baihe,wearable,,,\n");

        var tooMany = await registry.Devices.ImportAsync(Csv(rows.ToString()), dryRun: true, Cancel);
        var tooBig = await registry.Devices.ImportAsync(Csv(Header + new string('\n', 10 * 1024 * 1024)), dryRun: true, Cancel);

        Assert.Contains("20000 rows", Assert.Single(tooMany.Faults).Message, StringComparison.Ordinal);
        Assert.Contains("10 MiB", Assert.Single(tooBig.Faults).Message, StringComparison.Ordinal);
    }

    private static async Task<ImportReport> ImportAsync(TemporaryRegistry registry, string text) => (await registry.Devices.ImportAsync(Csv(text), dryRun: false, Cancel)).Value!;

    private static MemoryStream Csv(string text) => new(Encoding.UTF8.GetBytes(text));
}
