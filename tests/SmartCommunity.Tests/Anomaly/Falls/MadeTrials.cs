using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmartCommunity.Anomaly.Falls;

namespace SmartCommunity.Tests.Anomaly.Falls;

/// <summary>A small set of made-up trials: three people, each with falls of different force, walking, sitting down, jumping.</summary>
internal static class MadeTrials
{
    internal static readonly string[] People = ["SA01", "SA02", "SE01"];

    internal static FallTrial[] All { get; } = [.. People.SelectMany(Of)];

    internal static FallTrial Trial(string file, string activity, string subject, Motion motion) =>
        new(file, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file))), activity, subject, activity[0] == 'F', motion.Window, null);

    private static IEnumerable<FallTrial> Of(string subject, int person)
    {
        for (var trial = 0; trial < 3; trial++)
        {
            var seed = (person * 10) + trial;
            var force = 3 + (0.5 * trial) + (0.2 * person);
            foreach (var (activity, motion) in new[] { ("F01", Motion.Fall(force, seed)), ("D01", Motion.Walk(12, 0.3 + (0.1 * trial), seed)), ("D07", Motion.SitDown(seed)), ("D19", Motion.Jump(force, seed)) })
                yield return Trial(string.Create(CultureInfo.InvariantCulture, $"{activity}_{subject}_R{trial + 1:00}.txt"), activity, subject, motion);
        }
    }
}
