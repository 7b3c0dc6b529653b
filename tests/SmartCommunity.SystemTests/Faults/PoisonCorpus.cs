using System.Text;
using SmartCommunity.Telemetry;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>What devices must not send, and why each is put in quarantine.</summary>
internal static class PoisonCorpus
{
    // A little below the gateway's frame cap of 64 KiB, with room for header and topic.
    private const int LargeBytes = 65_000;

    internal static IReadOnlyList<(string Name, byte[] Payload, string Reason)> All { get; } =
    [
        ("empty", [], QuarantineReason.Malformed),
        ("no JSON", Bytes("hello"), QuarantineReason.Malformed),
        ("JSON cut off", Bytes("""{"v":{"heartRate":7"""), QuarantineReason.Malformed),
        ("depth bomb of arrays", Bytes(new string('[', LargeBytes)), QuarantineReason.Malformed),
        ("depth bomb of objects", Bytes(string.Concat(Enumerable.Repeat("""{"v":""", LargeBytes / 5))), QuarantineReason.Malformed),
        ("NaN", Bytes("""{"v":{"heartRate":NaN}}"""), QuarantineReason.Malformed),
        ("infinity", Bytes("""{"v":{"heartRate":Infinity}}"""), QuarantineReason.Malformed),
        ("minus infinity", Bytes("""{"v":{"heartRate":-Infinity}}"""), QuarantineReason.Malformed),
        ("NaN as text", Bytes("""{"v":{"heartRate":"NaN"}}"""), QuarantineReason.BadValue),
        ("infinite number", Bytes("""{"v":{"heartRate":1e999}}"""), QuarantineReason.BadValue),
        ("1e308", Bytes("""{"v":{"heartRate":1e308}}"""), QuarantineReason.OutOfRange),
        ("kelvin for degrees", Bytes("""{"v":{"bodyTemp":309.7}}"""), QuarantineReason.OutOfRange),
        ("wrong type", Bytes("""{"v":{"heartRate":[72]}}"""), QuarantineReason.BadValue),
        ("quantity of another class", Bytes("""{"v":{"co2":400}}"""), QuarantineReason.ForeignQuantity),
        ("unknown quantity, emoji", Bytes("""{"v":{"😀":1}}"""), QuarantineReason.UnknownQuantity),
        ("unknown quantity, NUL", Bytes("""{"v":{"a\u0000b":1}}"""), QuarantineReason.UnknownQuantity),
        ("time that is none", Bytes("""{"ts":{},"v":{"heartRate":72}}"""), QuarantineReason.BadTimestamp),
        ("protobuf", [0x0A, 0x05, 0x68, 0x65, 0x6C, 0x6C, 0x6F, 0xFF, 0xFE, 0x00], QuarantineReason.Malformed),
        ("huge array", Bytes($"[{string.Join(',', Enumerable.Repeat('0', LargeBytes / 2))}]"), QuarantineReason.Shape),
    ];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
