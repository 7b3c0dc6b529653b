using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Tables;

/// <summary>
/// <c>/console/devices.csv</c>: the device list as the page filters it, page by page, so that a list of any length costs one page of memory. UTF-8 with a byte
/// order mark, which spreadsheets need to read Chinese. The first columns are those of the import; no secrets.
/// </summary>
internal static class DeviceDownload
{
    /// <summary>The largest page of the registry: fewest queries for the whole list.</summary>
    private const int PageSize = 500;

    internal static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/console/devices.csv", WriteAsync).Allow(Policies.Devices, AreaOf.Own).ExcludeFromDescription();

    private static async Task WriteAsync(
        HttpContext context, DeviceSearch devices, Visitor visitor, string? community, string? @class, string? gateway, string? retired, string? search, string? dialect, string? state)
    {
        visitor.Caller = Caller.Of(context.User);
        var filter = DeviceFilters.From(visitor.Narrow(community, null), @class, gateway, retired, search, dialect);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=devices.csv";
        await using var writer = new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        await writer.WriteAsync(Csv.Line("id", "community", "class", "name", "gateway", "certificateSha256", "retired", "createdAt", "retiredAt"));
        for (var number = 1; ; number++)
        {
            var page = await devices.ListAsync(filter, state, number, PageSize, context.RequestAborted);
            foreach (var device in page.Items)
                await writer.WriteAsync(LineOf(device.Device));
            if (page.Items.Count < PageSize)
                return;
        }
    }

    private static string LineOf(DeviceView device) => Csv.Line(
        device.Id, device.Community, device.Class, device.Name, device.Gateway, device.CertificateSha256,
        device.Retired ? "true" : "false", Times.Full(device.CreatedAt), device.RetiredAt is null ? "" : Times.Full(device.RetiredAt));
}
