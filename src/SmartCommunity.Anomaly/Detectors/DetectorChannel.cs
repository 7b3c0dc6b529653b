namespace SmartCommunity.Anomaly.Detectors;

/// <summary>What a series is judged by. Stored as the number; never renumber.</summary>
public enum DetectorChannel
{
    /// <summary>The series against its own past: <see cref="SeriesDetector"/>.</summary>
    Series = 1,

    /// <summary>The series against its like in the same building: <see cref="PeerComparison"/>.</summary>
    Peers = 2,

    /// <summary>It stands still for longer than its history makes plausible: <see cref="StuckDetector"/>.</summary>
    Stuck = 3,

    /// <summary>It moves at once farther than ever: <see cref="StepDetector"/>.</summary>
    Step = 4,

    /// <summary>The series against what a learned model expected of it an hour before: <see cref="Expectations.ExpectationDetector"/>.</summary>
    Expected = 5,

    /// <summary>A home's kit against what goes together in homes: <see cref="Kits.KitDetector"/>.</summary>
    Kit = 6,
}

/// <summary>Scores of different channels on one scale: strength 1 is where a channel alone raises an alert. Pure.</summary>
public static class DetectorStrength
{
    /// <summary>Least strength that is recorded: what comes near an alert, so that a lower threshold can be judged from the past; a fifth below it.</summary>
    public const float Floor = 0.8f;

    /// <summary>Score at which a channel alone raises an alert while its office's budget leaves room.</summary>
    public static float ThresholdOf(DetectorChannel channel) => channel switch
    {
        DetectorChannel.Series or DetectorChannel.Peers => SeriesDetector.DefaultThreshold,
        DetectorChannel.Expected => Expectations.ExpectationDetector.DefaultThreshold,
        DetectorChannel.Stuck => StuckDetector.Implausible,
        DetectorChannel.Step => StepDetector.Certain,
        DetectorChannel.Kit => Kits.KitDetector.Certain,
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "There is no such channel."),
    };

    /// <summary>The score as a multiple of its channel's threshold.</summary>
    public static float Of(DetectorChannel channel, float score) => score / ThresholdOf(channel);
}
