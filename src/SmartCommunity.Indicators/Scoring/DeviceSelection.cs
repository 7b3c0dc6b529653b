using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Indicators.Inputs;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>The devices a selector means, gathered once for all leaves of an evaluation that ask for the same: a ratio asks twice, and coverage once more.</summary>
internal sealed class DeviceSelection
{
    private readonly long[] _heardMs;

    internal DeviceSelection(IEnumerable<DeviceInput> devices, long instantMs)
    {
        Devices = [.. devices];
        _heardMs = new long[Devices.Length];
        for (var i = 0; i < Devices.Length; i++)
        {
            var device = Devices[i];
            _heardMs[i] = device.LastHeardMs;
            LastHeardMs = Math.Max(LastHeardMs, device.LastHeardMs);
            Online += Conditions.IsOnline(device, instantMs) ? 1 : 0;
        }
    }

    internal DeviceInput[] Devices { get; }

    /// <summary>Heard within two report intervals of their class.</summary>
    internal int Online { get; }

    /// <summary>When the last of them was heard; 0 = none ever was.</summary>
    internal long LastHeardMs { get; }

    internal int HeardSince(long fromMs)
    {
        var heard = 0;
        foreach (var heardMs in _heardMs)
            heard += heardMs != 0 && heardMs >= fromMs ? 1 : 0;
        return heard;
    }
}

/// <summary>Selectors are the same when they name the same things in the same order; records compare their lists by reference.</summary>
internal sealed class SameSelector : IEqualityComparer<DeviceSelector>
{
    internal static SameSelector Instance { get; } = new();

    public bool Equals(DeviceSelector? x, DeviceSelector? y) =>
        ReferenceEquals(x, y)
        || (x is not null && y is not null && Same(x.Classes, y.Classes) && Same(x.Domains, y.Domains) && Same(x.InFacilities, y.InFacilities) && Same(x.Feeds, y.Feeds));

    public int GetHashCode(DeviceSelector obj) =>
        HashCode.Combine(First(obj.Classes), First(obj.Domains), First(obj.InFacilities), First(obj.Feeds), obj.Classes.Count, obj.Feeds.Count);

    private static bool Same(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (left[i] != right[i])
                return false;
        }

        return true;
    }

    private static string? First(IReadOnlyList<string> texts) => texts.Count > 0 ? texts[0] : null;
}
