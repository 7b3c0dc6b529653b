using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Which device feeds which leaves.</summary>
public sealed partial class StreamAggregates
{
    /// <summary>
    /// Where a device's measurements and events go from now on. To be called when a device appears, when its facilities or what it feeds change, and for every device (retired ones too) after
    /// <see cref="Read"/>. Measurements and events already folded stay where they are; registers go with the device.
    /// </summary>
    /// <param name="deviceId">Device id.</param>
    /// <param name="deviceClass">Its class.</param>
    /// <param name="facilities">Kinds of facility it is in or serves.</param>
    /// <param name="feeds">Kinds of place it feeds.</param>
    public AggregateTargets Subscribe(string deviceId, DeviceClass deviceClass, IReadOnlyList<string> facilities, IReadOnlyList<string> feeds)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        ArgumentNullException.ThrowIfNull(deviceClass);
        foreach (var registers in _registers)
            registers?.Remove(deviceId);
        var leaves = _plan.LeavesOf(deviceClass, facilities, feeds);
        var heardOnly = default(QuantityTargets);
        QuantityTargets TargetsOf(string quantity, QuantityLeaves asked) => QuantityTargetsOf(deviceId, quantity, asked, deviceClass.ReportInterval);
        var quantities = deviceClass.Quantities.Zip(leaves.Quantities, (quantity, asked) => asked switch
        {
            null => null,
            { IsHeardOnly: true } => heardOnly ??= TargetsOf(quantity.Name, asked),
            _ => TargetsOf(quantity.Name, asked),
        });
        return new AggregateTargets(deviceId, [.. quantities], deviceClass.Events, leaves.Events);
    }

    private QuantityTargets QuantityTargetsOf(string device, string quantity, QuantityLeaves leaves, TimeSpan reportInterval)
    {
        var open = leaves.AreCounted ? OpenSamplesOf(device, quantity, reportInterval) : null;
        foreach (var pairs in leaves.Followers)
            StateOf<PairDays>(pairs).StateOf(device).Samples = open;
        return new QuantityTargets
        {
            Leaves = leaves,
            Open = open,
            Devices = [.. leaves.Samples.Select(l => StateOf<SampleDays>(l).Devices.IndexOf(device)), .. leaves.Uptimes.Select(l => StateOf<UptimeDays>(l).Subscribe(device, reportInterval))],
            Register = leaves.Registers.Length > 0 ? RegisterOf(device, quantity, leaves.Registers) : null,
        };
    }

    private SeriesDays SeriesOf(string device, string quantity)
    {
        if (!_series.TryGetValue((device, quantity), out var series))
            _series[(device, quantity)] = series = new SeriesDays();
        return series;
    }

    private OpenSamples OpenSamplesOf(string device, string quantity, TimeSpan reportInterval)
    {
        var series = SeriesOf(device, quantity);
        series.Open ??= new OpenSamples();
        series.Open.ReportInterval = reportInterval;
        return series.Open;
    }

    private RegisterDays RegisterOf(string device, string quantity, RegisterLeaf[] leaves)
    {
        var series = SeriesOf(device, quantity);
        series.Register ??= new RegisterDays();
        foreach (var leaf in leaves)
            _registers[leaf.Index][device] = series.Register;
        return series.Register;
    }
}
