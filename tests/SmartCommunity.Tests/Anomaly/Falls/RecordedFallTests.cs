using SmartCommunity.Anomaly.Falls;
using SmartCommunity.Tests.Simulators;

namespace SmartCommunity.Tests.Anomaly.Falls;

/// <summary>The recorded trials (SisFall, two people): each is judged by a model of the other.</summary>
public sealed class RecordedFallTests
{
    [Theory]
    [InlineData("SE06", "SA06")]
    [InlineData("SA06", "SE06")]
    public void Of_a_person_never_seen_95_of_100_falls_are_found_and_95_of_100_activities_left_alone(string heldOut, string learned)
    {
        var trials = Trials();

        var model = FallTraining.Run(trials, [heldOut], seed: 1, new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));

        Assert.All(model.TrainedOn, source => Assert.Equal(learned, source.Subject));
        Assert.Equal([heldOut], model.HeldOut.Subjects);
        Assert.Equal((5, 3), (model.HeldOut.Trials.Found + model.HeldOut.Trials.Missed, model.HeldOut.Trials.FalseAlerts + model.HeldOut.Trials.Quiet));
        Assert.True(model.HeldOut.Trials is { Sensitivity: >= 0.95, Specificity: >= 0.95 }, $"{model.HeldOut.Trials}, {string.Join(", ", model.HeldOut.Activities.SelectMany(static a => a.Wrong))}");
        Assert.Equal(0, model.HeldOut.BeforeFalls.FalseAlerts);
        Assert.Equal(0, model.HeldOut.Windows.FalseAlerts);
    }

    private static FallTrial[] Trials()
    {
        var folder = Path.Combine(Recorded.Folder(), "sisfall");
        Assert.SkipUnless(Directory.Exists(folder), $"No recorded falls in {folder}.");
        return [.. Directory.EnumerateFiles(folder).Where(static p => SisFallReader.IsTrial(Path.GetFileName(p))).Select(static p => SisFallReader.Read(Path.GetFileName(p), File.ReadAllBytes(p)).Trial!)];
    }
}
