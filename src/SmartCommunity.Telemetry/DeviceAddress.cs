namespace SmartCommunity.Telemetry;

/// <summary>
/// Where a device stands: its community, its class and its id. The id alone is unique on the whole platform; community and
/// class are part of its topics, so a device that moves gets new topics but keeps its id and its history.
/// </summary>
/// <param name="Community">Community code, an <see cref="Identifier"/>.</param>
/// <param name="Class">Class code out of <see cref="DeviceClassCatalogue"/>.</param>
/// <param name="Device">Device id, an <see cref="Identifier"/>, also the MQTT client id.</param>
public readonly record struct DeviceAddress(string Community, string Class, string Device)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Community}/{Class}/{Device}";
}
