using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>A token, shown this once, and a line that publishes a first value with it.</summary>
public sealed partial class TokenNotice
{
    [Inject] public required NavigationManager Navigation { get; init; }

    /// <summary>The device and its token.</summary>
    [Parameter, EditorRequired]
    public required EnrolledDeviceView Enrolled { get; set; }

    private string Line => PublishLine(new Uri(Navigation.BaseUri).Host, Enrolled);

    /// <summary>The <c>mosquitto_pub</c> line of a device: its own id, token and topic, and a plausible value of its class's first quantity.</summary>
    internal static string PublishLine(string host, EnrolledDeviceView enrolled)
    {
        var device = enrolled.Device;
        var topic = new NativeTopic(new DeviceAddress(device.Community, device.Class, device.Id), TopicKind.Telemetry);
        return $"mosquitto_pub -h {host} -p 1883 -i {device.Id} -u {device.Id} -P '{enrolled.Token}' -q 1 -t '{topic}' -m '{SamplePayload(device.Class)}'";
    }

    private static string SamplePayload(string deviceClass)
    {
        return DeviceClassCatalogue.Current.Find(deviceClass)?.Quantities is [var quantity, ..]
            ? $"{{\"v\":{{\"{quantity.Name}\":{CatalogueDocument.SampleValue(quantity)}}}}}"
            : "{\"v\":{}}";
    }
}
