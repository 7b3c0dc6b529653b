using System.Globalization;
using System.IO.Hashing;
using System.Text;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Devices;

namespace SmartCommunity.Gateway.LocalRules;

/// <summary>
/// Tells every siren of the community, all at once (GB 50116-2013, 4.8.5): each enrolled device whose class takes the command <c>sound</c>, over the lane that the cloud's commands take. The
/// command's id is made of siren and event, so an event sounds once whatever is repeated. A siren ends by itself after <see cref="LocalOptions.SoundLimit"/>, at its own button, or by the
/// command <c>silence</c>. Used by one thread at a time.
/// </summary>
internal sealed class SirenOutput : IDisposable
{
    private const string Sound = "sound";

    /// <summary>A siren that cannot be reached for so long stays silent: whoever hears it then would look for something that is over.</summary>
    internal static readonly TimeSpan ReachLimit = TimeSpan.FromMinutes(5);

    /// <summary>What happened longer ago, by the device's own clock, sounds nothing: a device that sends what it kept for months calls nobody. No shorter, for a call must sound though a clock is hours wrong.</summary>
    internal static readonly TimeSpan HistoryLimit = TimeSpan.FromDays(1);

    /// <summary>Within this another matter of the same pattern adds no sound: a broken device that calls ten times a second does not fill the sirens' lanes.</summary>
    internal static readonly TimeSpan Spacing = TimeSpan.FromSeconds(5);

    private readonly DeviceDirectory _devices;
    private readonly CommandDesk _desk;
    private readonly LocalOptions _options;
    private readonly LocalMeter _meter;
    private readonly TimeProvider _time;

    /// <summary>When a siren was last told, by what it was told: a pattern in a community, or the state of a device.</summary>
    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);

    public SirenOutput(DeviceDirectory devices, CommandDesk desk, LocalOptions options, LocalMeter meter, TimeProvider time)
    {
        (_devices, _desk, _options, _meter, _time) = (devices, desk, options, meter, time);
        desk.LocalStep += OnStep;
    }

    /// <summary>Sounds the sirens of the matter's community when it is one for them; returns how many were told.</summary>
    internal int Tell(SafetyMatter matter)
    {
        var pattern = SafetyRule.PatternOf(matter.Type);
        if (pattern == SoundPattern.None)
            return 0;
        var expiresAtMs = matter.ReceivedAtMs + (long)ReachLimit.TotalMilliseconds;
        var isHistory = matter.ReceivedAtMs - matter.AtMs > (long)HistoryLimit.TotalMilliseconds;
        var why = isHistory || expiresAtMs <= _time.GetUtcNow().ToUnixTimeMilliseconds() ? NotSent.Late : IsTold(matter, pattern) ? NotSent.Merged : (NotSent?)null;
        if (why is { } reason)
        {
            _meter.Kept(LocalOutput.Siren, reason);
            return 0;
        }

        var sirens = _devices.Taking(Sound, matter.Address.Community);
        foreach (var siren in sirens)
            _desk.Issue(siren.Address, Command(siren.Address.Device, matter, pattern, expiresAtMs));
        return sirens.Count;
    }

    public void Dispose() => _desk.LocalStep -= OnStep;

    /// <summary>
    /// True when the sirens know already: the same pattern a moment ago, or the same state of the same device within one sounding, which somebody may have silenced meanwhile. A call
    /// for help always counts anew.
    /// </summary>
    private bool IsTold(SafetyMatter matter, SoundPattern pattern)
    {
        foreach (var old in _told.Where(t => _time.GetElapsedTime(t.Value) >= _options.SoundLimit).Select(t => t.Key).ToList())
            _told.Remove(old);
        var state = $"{matter.Address.Device}/{matter.Type}";
        if (!SafetyRule.IsCall(matter.Type) && _told.ContainsKey(state))
            return true;
        var community = $"{matter.Address.Community}:{pattern}";
        var isRecent = _told.TryGetValue(community, out var at) && _time.GetElapsedTime(at) < Spacing;
        _told[state] = _time.GetTimestamp();
        if (!isRecent)
            _told[community] = _time.GetTimestamp();
        return isRecent;
    }

    private Command Command(string siren, SafetyMatter matter, SoundPattern pattern, long expiresAtMs) => new()
    {
        CommandId = StoredCommand.LocalPrefix + Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes($"{siren}\n{matter.Address.Device}\n{matter.EventId}"))),
        Device = siren,
        Name = Sound,
        ArgsJson = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"seconds":{{(long)_options.SoundLimit.TotalSeconds}},"pattern":"{{(pattern == SoundPattern.Evacuate ? "evacuate" : "attention")}}","cause":"{{matter.Type}}"}"""),
        ExpiresAtMs = expiresAtMs,
    };

    private void OnStep(CommandState before, StoredCommand now)
    {
        if (now.State is CommandState.Failed or CommandState.Expired)
            _meter.Failed(LocalOutput.Siren);
        else if (before == CommandState.Sent)
            _meter.Delivered(LocalOutput.Siren, now.ExpiresAtMs - (long)ReachLimit.TotalMilliseconds);
    }
}
