using System.Text.Json;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>
/// Siren with a strobe outside the neighbourhood centre: silent by itself, sounds when it is ordered to, and ends by its own clock or when it is silenced. It says each change at once. What it is ordered is not
/// its seed's: a run without orders is the same to the byte.
/// </summary>
internal sealed class Siren(Dice dice) : Behaviour
{
    private const int MsPerSecond = 1_000;

    /// <summary>Where an order names no time: long enough to be found, short enough not to be unbearable.</summary>
    private const int DefaultSeconds = 60;

    /// <summary>Longest sounding a device of this kind accepts: its strobe is not made for more.</summary>
    private const int MaxSeconds = 3_600;

    private long _sinceMs = Never;
    private long _untilMs;

    internal override void Measure(Moment now, ValueSet values)
    {
        values.Add("sounding", now.AtMs >= _sinceMs && now.AtMs < _untilMs);
        values.Add("battery", Battery(dice, now));
        values.Add("signal", Signal(dice, now));
    }

    internal override long NextChangeMs(long afterMs) => _untilMs > afterMs ? _untilMs : Never;

    internal override bool Obey(Order order, long atMs)
    {
        switch (order.Name)
        {
            case "sound":
                // Ordered again while it sounds, it goes on: one sounding, with a later end.
                _sinceMs = atMs < _untilMs ? Math.Min(_sinceMs, atMs) : atMs;
                _untilMs = atMs + (Math.Clamp(SecondsOf(order) ?? DefaultSeconds, 1, MaxSeconds) * (long)MsPerSecond);
                break;
            case "silence":
                _untilMs = Math.Min(_untilMs, atMs);
                break;
            default:
                return false;
        }

        return true;
    }

    private static int? SecondsOf(Order order) =>
        order.Args.ValueKind == JsonValueKind.Object && order.Args.TryGetProperty("seconds", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt32(out var count) ? count : null;
}
