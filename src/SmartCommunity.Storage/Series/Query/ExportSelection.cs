namespace SmartCommunity.Storage.Series;

/// <summary>Which series an export holds.</summary>
internal static class ExportSelection
{
    /// <summary>Documented limit of <see cref="SeriesExport"/>.</summary>
    public const int MaxDevices = 1_000;

    public static IReadOnlyList<(int Number, string Device, string Quantity)> Of(SeriesExport export, SeriesNumbers numbers)
    {
        if (export.Devices.Count > MaxDevices)
            throw new ArgumentException($"devices holds {export.Devices.Count} devices; an export takes at most {MaxDevices}.", nameof(export));
        var wanted = export.Quantities.ToHashSet(StringComparer.Ordinal);
        return [.. export.Devices.Distinct(StringComparer.Ordinal)
            .SelectMany(device => numbers.OfDevice(device).Select(s => (s.Number, Device: device, s.Quantity)))
            .Where(s => wanted.Count == 0 || wanted.Contains(s.Quantity))];
    }
}
