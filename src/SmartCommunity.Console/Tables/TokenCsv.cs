using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Tables;

/// <summary>New tokens as a file for whoever changes the devices over. Devices that have none are left out. Pure.</summary>
internal static class TokenCsv
{
    internal static string Of(IEnumerable<EnrolledDeviceView> devices) =>
        Csv.Line("id", "community", "class", "gateway", "token")
        + string.Concat(devices.Where(d => d.Token is not null).Select(d => Csv.Line(d.Device.Id, d.Device.Community, d.Device.Class, d.Device.Gateway, d.Token)));
}
