using System.IO.Compression;
using System.Text;
using MiniExcelLibs;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Registry;

public sealed class DeviceXlsxTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_workbook_with_chinese_headings_and_numbers_for_ids_is_imported()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var workbook = Workbook(
            ["设备编号", "社区编码", "设备类型", "设备名称"],
            [864213050000001d, "baihe", "wearable", " 张三的手环 "],
            ["w-2", "baihe", "pir", null]);

        var report = (await registry.Devices.ImportAsync(workbook, dryRun: false, Cancel)).Value!;

        Assert.Empty(report.Errors);
        Assert.Equal([("864213050000001", "张三的手环"), ("w-2", "w-2")], report.Created.Select(d => (d.Device.Id, d.Device.Name)));
    }

    [Fact]
    public async Task A_workbook_and_the_same_csv_have_the_same_errors_with_line_column_value_and_limit()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        object?[][] rows =
        [
            ["id", "community", "class", "name", "dialect", "profile"],
            ["a/b", "atlantis", "toaster", "n", "morse", ""],
            ["w-1", "baihe", "wearable", new string('n', 121), "modbus", ""],
            ["w-1", "baihe", "wearable", "", "", ""],
            ["w-1", "baihe", "wearable", "", "", ""],
        ];
        var csv = string.Join('\n', rows.Select(row => string.Join(',', row)));
        using var workbook = Workbook(rows[0], rows[1..]);

        var ofWorkbook = (await registry.Devices.ImportAsync(workbook, dryRun: true, Cancel)).Value!;
        var ofCsv = (await registry.Devices.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), dryRun: true, Cancel)).Value!;

        Assert.Equal(ofCsv.Errors, ofWorkbook.Errors);
        Assert.Equal(
            [(2, "id", "a/b"), (2, "community", "atlantis"), (2, "class", "toaster"), (2, "dialect", "morse"), (3, "name", new string('n', 60) + "…"), (3, "profile", ""), (5, "id", "w-1")],
            ofWorkbook.Errors.Select(e => (e.Line, e.Field, e.Value)));
        Assert.Equal(["w-1"], ofWorkbook.Created.Select(d => d.Device.Id));
        Assert.Equal(0, registry.Index.Version);
    }

    [Fact]
    public async Task A_number_that_a_spreadsheet_rounded_is_an_error_of_its_row()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var workbook = Workbook(["id", "community", "class"], [8642130500000012d, "baihe", "pir"], [7d, "baihe", "pir"]);

        var report = (await registry.Devices.ImportAsync(workbook, dryRun: false, Cancel)).Value!;

        Assert.Contains("15 digits", Assert.Single(report.Errors).Message, StringComparison.Ordinal);
        Assert.Equal("7", Assert.Single(report.Created).Device.Id);
    }

    [Fact]
    public async Task Rows_wider_than_the_header_are_errors_and_shorter_ones_have_empty_cells()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var workbook = Workbook(["id", "community", "class", null], ["w-1", "baihe", "pir", "stray"], ["w-2", "baihe", "pir", null]);

        var report = (await registry.Devices.ImportAsync(workbook, dryRun: false, Cancel)).Value!;

        Assert.Contains("4 fields, the header has 3", Assert.Single(report.Errors).Message, StringComparison.Ordinal);
        Assert.Equal("w-2", Assert.Single(report.Created).Device.Id);
    }

    [Fact]
    public async Task Archives_that_are_no_workbook_damaged_too_large_or_too_wide_are_faults_of_the_file()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var good = Workbook(["id", "community", "class"], ["w-1", "baihe", "pir"]);
        var cut = good.ToArray()[..200];
        using var wide = Workbook([.. Enumerable.Range(0, 65).Select(i => (object)$"c{i}")]);

        Assert.Contains("cannot be read", await FaultAsync(registry, cut), StringComparison.Ordinal);
        Assert.Contains("not an .xlsx workbook", await FaultAsync(registry, Archive("readme.txt", 10)), StringComparison.Ordinal);
        Assert.Contains("limit of 128 MiB", await FaultAsync(registry, Archive("xl/workbook.xml", 129 * 1024 * 1024)), StringComparison.Ordinal);
        Assert.Contains("64 columns", await FaultAsync(registry, wide.ToArray()), StringComparison.Ordinal);
        Assert.Contains("cannot be read", await FaultAsync(registry, Archive("xl/workbook.xml", 10)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_thousand_rows_are_read_and_one_more_is_refused()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        object?[][] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new object?[] { $"w-{i}", "baihe", "wearable" })];
        using var most = Workbook(["id", "community", "class"], Rows(20_000));
        using var more = Workbook(["id", "community", "class"], Rows(20_001));

        Assert.Equal(20_000, (await registry.Devices.ImportAsync(most, dryRun: true, Cancel)).Value!.Created.Count);
        Assert.Contains("20000 rows", Assert.Single((await registry.Devices.ImportAsync(more, dryRun: true, Cancel)).Faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_templates_are_importable_as_they_come(bool chinese)
    {
        await using var registry = await TemporaryRegistry.CreateAsync();

        foreach (var template in new[] { ImportTemplate.Csv(chinese), ImportTemplate.Xlsx(chinese) })
            Assert.True((await registry.Devices.ImportAsync(new MemoryStream(template), dryRun: true, Cancel)).Value is { Rows: 0, Errors.Count: 0 });
    }

    private static async Task<string> FaultAsync(TemporaryRegistry registry, byte[] bytes)
    {
        var fault = Assert.Single((await registry.Devices.ImportAsync(new MemoryStream(bytes), dryRun: true, Cancel)).Faults);
        Assert.Equal((FaultKind.Invalid, "file"), (fault.Kind, fault.Field));
        return fault.Message;
    }

    private static byte[] Archive(string name, int bytes)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        using (var entry = archive.CreateEntry(name).Open())
            entry.Write(new byte[bytes]);
        return stream.ToArray();
    }

    private static MemoryStream Workbook(object?[] header, params object?[][] rows)
    {
        var stream = new MemoryStream();
        stream.SaveAs(rows.Prepend(header).Select(row => row.Select((cell, i) => (cell, i)).ToDictionary(c => $"c{c.i}", c => c.cell)), printHeader: false);
        stream.Position = 0;
        return stream;
    }
}
