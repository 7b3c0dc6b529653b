using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Registry;

/// <summary>One column of a device table: its field, its Chinese heading, and what a person has to put there.</summary>
internal sealed record DeviceColumn(string Field, string Zh, bool IsRequired, string AdviceZh, Func<NewDevice, string?> Value, Func<NewDevice, string, NewDevice> Put);

/// <summary>The columns of a device table, CSV or XLSX: in any order, by field name or by Chinese heading.</summary>
internal static class DeviceColumns
{
    private const int MaxShown = 60;

    /// <summary>All columns, as the template has them.</summary>
    internal static IReadOnlyList<DeviceColumn> All { get; } =
    [
        new("id", "设备编号", true, "1 至 64 个字符：a-z A-Z 0-9 _ -，全平台唯一", d => d.Id, (d, v) => d with { Id = v }),
        new("community", "社区编码", true, "见 /api/v1/communities", d => d.Community, (d, v) => d with { Community = v }),
        new("class", "设备类型", true, "见 /api/v1/catalogue/classes", d => d.Class, (d, v) => d with { Class = v }),
        new("name", "设备名称", false, "至多 120 个字符；空则同设备编号", d => d.Name, (d, v) => d with { Name = v }),
        new("gateway", "网关", false, "仅有一个网关时可空", d => d.Gateway, (d, v) => d with { Gateway = v }),
        new("certificateSha256", "证书指纹", false, "64 位十六进制；用令牌登录时为空", d => d.CertificateSha256, (d, v) => d with { CertificateSha256 = v }),
        new("dialect", "通信方言", false, "空则为 native", d => d.Dialect, (d, v) => d with { Dialect = v }),
        new("profile", "解析配置", false, "vendorJson 与 modbus 必填，其余为空", d => d.Profile, (d, v) => d with { Profile = v }),
        new("via", "承载设备", false, "由哪台设备转发；自行连接时为空", d => d.Via, (d, v) => d with { Via = v }),
        new("alias", "承载别名", false, "承载设备对它的称呼，1 至 128 个字符；空则同设备编号", d => d.Alias, (d, v) => d with { Alias = v }),
    ];

    /// <summary>The columns of a header, in its order; or what is wrong with it.</summary>
    internal static (DeviceColumn[] Columns, string? Fault) Of(IReadOnlyList<string> header)
    {
        var wanted = $"the header is {string.Join(',', All.Select(c => c.Field))}, of which {string.Join(", ", All.Where(c => c.IsRequired).Select(c => c.Field))} are required";
        var columns = new DeviceColumn[header.Count];
        for (var i = 0; i < header.Count; i++)
        {
            if (All.FirstOrDefault(c => c.Field == header[i] || c.Zh == header[i]) is not { } column)
                return ([], $"Column '{Short(header[i])}' of the header is unknown; {wanted}.");
            columns[i] = column;
        }

        if (All.FirstOrDefault(c => c.IsRequired && !columns.Contains(c)) is { } missing)
            return ([], $"Column '{missing.Field}' is missing in the header; {wanted}.");
        return columns.Length == columns.Distinct().Count() ? (columns, null) : ([], $"A column stands twice in the header; {wanted}.");
    }

    internal static NewDevice Device(DeviceColumn[] columns, string[] fields)
    {
        var device = new NewDevice { Id = "", Community = "", Class = "" };
        for (var i = 0; i < columns.Length; i++)
            device = columns[i].Put(device, fields[i]);
        return device;
    }

    /// <summary>What the row has in that column, short enough to show.</summary>
    internal static string ValueOf(NewDevice device, string field) => Short(All.FirstOrDefault(c => c.Field == field)?.Value(device) ?? "");

    private static string Short(string text) => text.Length <= MaxShown ? text : $"{text[..MaxShown]}…";
}
