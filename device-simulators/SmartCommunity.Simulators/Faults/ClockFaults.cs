namespace SmartCommunity.Simulators;

/// <summary>
/// Wrong clocks and wrong order. The platform must keep the measurements and mark or sort them; a clock that stays wrong deserves an alert about the device, order and repetition none.
/// </summary>
internal static class ClockFaults
{
    private const double MsPerSecond = 1000;
    private const int Twice = 2;
    private const string Wrong = "clockWrong";

    /// <summary>Three reports of what reports once an hour, and a little.</summary>
    private static readonly TimeSpan ThreeReports = TimeSpan.FromHours(4);

    internal static readonly FaultKind[] Kinds =
    [
        new()
        {
            Name = "clock1970", En = "The device woke without a clock and counts from 1970.", Zh = "时钟回到1970年", StandardLength = TimeSpan.FromHours(6), ExpectedAlert = Wrong, LatencyBudget = ThreeReports,
            Effect = p => new ClockEffect(p, static play => -play.FromMs),
        },
        new()
        {
            Name = "clock2099", En = "The device believes it is 2099.", Zh = "时钟跳到2099年", StandardLength = TimeSpan.FromHours(6), ExpectedAlert = Wrong, LatencyBudget = ThreeReports,
            Effect = p => new ClockEffect(p, static play => ClockEffect.Year2099Ms - play.FromMs),
        },
        new()
        {
            Name = "clockZone", En = "Local time is sent as if it were UTC.", Zh = "时区错误", StandardLength = TimeSpan.FromHours(6), ExpectedAlert = Wrong, LatencyBudget = ThreeReports,
            Parameters = [new("hours", "h", -14, 14, 8, "How far the clock is ahead.")],
            Effect = p => new ClockEffect(p, static play => (long)TimeSpan.FromHours(play["hours"]).TotalMilliseconds),
        },
        new()
        {
            Name = "duplicate", En = "Messages are sent more than once.", Zh = "重复上报", StandardLength = TimeSpan.FromHours(1),
            Parameters = [new("share", "1", 0.01, 1, 1, "Share of the messages."), new("copies", "1", 2, 20, 3, "How often each is sent.")],
            Effect = p => new DeliveryEffect(p, static (play, r) => r.Copies = play.Dice.Chance(r.DueMs, play["share"]) ? (int)play["copies"] : r.Copies),
        },
        new()
        {
            Name = "reorder", En = "Messages overtake each other.", Zh = "乱序上报", StandardLength = TimeSpan.FromHours(2),
            Parameters = [new("within", "s", 1, 7_200, 900, "The longest a message is held back.")],
            Effect = p => new DeliveryEffect(p, static (play, r) => r.DelayMs = play.Dice.Chance(r.DueMs, 1.0 / Twice) ? Delay(play, r.DueMs) : r.DelayMs),
        },
        new()
        {
            Name = "late", En = "Messages arrive hours after they were measured.", Zh = "迟到数小时", StandardLength = TimeSpan.FromHours(2),
            Parameters = [new("hours", "h", 0.1, 72, 4, "How late.")],
            Effect = p => new DeliveryEffect(p, static (play, r) => r.DelayMs = (long)TimeSpan.FromHours(play["hours"]).TotalMilliseconds),
        },
    ];

    private static long Delay(FaultPlay play, long dueMs) => 1 + (long)play.Dice.Fork("delay").Between(dueMs, 0, play["within"] * MsPerSecond);
}
