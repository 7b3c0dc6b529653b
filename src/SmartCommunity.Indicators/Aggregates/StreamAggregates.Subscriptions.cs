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
        bool Fits(PlannedDevices devices) => devices.Match(deviceClass, facilities, feeds);
        foreach (var registers in _registers)
            registers?.Remove(deviceId);
        var heardOnly = default(QuantityTargets);
        QuantityTargets? Shared(QuantityTargets? targets) => targets is { IsHeardOnly: true } ? heardOnly ??= targets : targets;
        return new AggregateTargets(
            deviceId, [.. deviceClass.Quantities.Select(q => Shared(QuantityTargetsOf(deviceId, deviceClass, q.Name, Fits)))], deviceClass.Events,
            [.. deviceClass.Events.Select(type => EventTargetsOf(type, Fits))]);
    }

    private QuantityTargets? QuantityTargetsOf(string device, DeviceClass deviceClass, string quantity, Func<PlannedDevices, bool> fits)
    {
        var leaves = _plan.Leaves.ToArray();
        var samples = leaves.OfType<SampleLeaf>().Where(l => l.Quantity == quantity && fits(l.Devices)).ToArray();
        var uptimes = leaves.OfType<UptimeLeaf>().Where(l => (l.Quantity is null || l.Quantity == quantity) && fits(l.Devices)).ToArray();
        var registers = leaves.OfType<RegisterLeaf>().Where(l => l.Quantity == quantity && fits(l.Devices)).ToArray();
        var followers = leaves.OfType<PairLeaf>().Where(l => l.ThenQuantity == quantity && (l.ThenDevices is null || fits(l.ThenDevices))).ToArray();
        PlannedLeaf[] all = [.. samples, .. uptimes, .. registers, .. followers];
        if (all.Length == 0)
            return null;
        var open = samples.Length + followers.Length > 0 ? OpenSamplesOf(device, quantity, deviceClass.ReportInterval) : null;
        foreach (var leaf in followers)
            ((PairDays)_leaves[leaf.Index]).StateOf(device).Samples = open;
        return new QuantityTargets
        {
            KeptDays = registers.Length > 0 ? Math.Max(_plan.KeptRegisterDays[quantity], all.Max(static l => l.KeptDays)) : all.Max(static l => l.KeptDays),
            Open = open,
            Samples = [.. samples.Select(l => ((SampleDays)_leaves[l.Index], ((SampleDays)_leaves[l.Index]).Devices.IndexOf(device)))],
            Uptimes = [.. uptimes.Select(l => ((UptimeDays)_leaves[l.Index], ((UptimeDays)_leaves[l.Index]).Subscribe(device, deviceClass.ReportInterval)))],
            Register = registers.Length > 0 ? RegisterOf(device, quantity, registers) : null,
            RegisterLeaves = [.. registers.Select(static l => l.Index)],
            Followers = [.. followers.Select(static l => l.Index)],
        };
    }

    private EventTargets? EventTargetsOf(string type, Func<PlannedDevices, bool> fits)
    {
        var leaves = _plan.Leaves.ToArray();
        var events = leaves.OfType<EventLeaf>().Where(l => IsOf(l.Types, type) && fits(l.Devices)).Select(l => (EventDays)_leaves[l.Index]).ToArray();
        var firsts = leaves.OfType<PairLeaf>().Where(l => IsOf(l.FirstTypes, type) && fits(l.FirstDevices)).Select(l => (PairDays)_leaves[l.Index]).ToArray();
        var followers = leaves.OfType<PairLeaf>().Where(l => l.ThenTypes.Contains(type) && (l.ThenDevices is null || fits(l.ThenDevices))).Select(l => (PairDays)_leaves[l.Index]).ToArray();
        PlannedLeaf[] all = [.. events.Select(static e => e.Leaf), .. firsts.Select(static p => p.Leaf), .. followers.Select(static p => p.Leaf)];
        return all.Length == 0 ? null : new EventTargets { KeptDays = all.Max(static l => l.KeptDays), Events = events, Firsts = firsts, Followers = followers };
    }

    /// <summary>No types given: all of them.</summary>
    private static bool IsOf(IReadOnlyList<string> types, string type) => types.Count == 0 || types.Contains(type, StringComparer.Ordinal);

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
