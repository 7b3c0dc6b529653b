using System.Globalization;
using System.Text;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Fleet;

namespace SmartCommunity.Simulators;

/// <summary>Changes when and how often messages leave: copies, delays, losses.</summary>
internal sealed class DeliveryEffect(FaultPlay play, Action<FaultPlay, Draft> deliver) : FaultEffect(play)
{
    internal override void Shape(Draft report) => deliver(Play, report);
}

/// <summary>A vendor's firmware writes what no reader should accept: each message in one of several broken forms.</summary>
internal sealed class MalformedEffect(FaultPlay play) : FaultEffect(play)
{
    private const string Instant = "TS";

    private static readonly string[] Texts =
    [
        """{"ts":TS,"v":{"temp":"21,5"}}""",
        """{"ts":TS,"v":{""",
        """{"ts":"yesterday","v":{"battery":50}}""",
        "ts=TS;t=21.5;h=40",
        """{"ts":TS,"v":[1,2,3]}""",
        """{"time":TS,"params":{"T1":215,"H1":400}}""",
        "",
    ];

    private static readonly byte[] Binary = [0xEF, 0xBB, 0xBF, 0x00, 0xFF, 0xFE];

    internal override void Shape(Draft report)
    {
        if (report.Incident is null && Play.Dice.Chance(report.DueMs, Play["share"]))
            report.Raw = Form((int)(Play.Dice.Fork("form").Bits(report.DueMs) % (ulong)(Texts.Length + 1)), report.AtMs);
    }

    private static byte[] Form(int number, long atMs) => number == Texts.Length
        ? Binary
        : Encoding.UTF8.GetBytes(Texts[number].Replace(Instant, atMs.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
}

/// <summary>Firmware that reports far too often.</summary>
internal sealed class FloodEffect(FaultPlay play) : FaultEffect(play)
{
    private const double MsPerSecond = 1000;

    internal override long NextExtraMs(long afterMs)
    {
        var everyMs = (long)(Play["every"] * MsPerSecond);
        var nextMs = afterMs < Play.FromMs ? Play.FromMs : Play.FromMs + ((((afterMs - Play.FromMs) / everyMs) + 1) * everyMs);
        return nextMs < Play.ToMs ? nextMs : Behaviour.Never;
    }

    internal override Extra ExtraAt(long atMs) => new(ExtraKind.Report);
}
