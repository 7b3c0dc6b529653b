using SmartCommunity.Anomaly.Evaluation;

namespace SmartCommunity.Tests.Anomaly.Evaluation;

public sealed class NabScorerTests
{
    // results/windowedGaussian/windowedGaussian_standard_scores.csv of numenta/NAB: score, and points found, false, missed and rightly silent. The two files whose last window runs to the last row are left out:
    // the published run detected fewer points in it than the published detector does.
    private static readonly Dictionary<string, Published> _windowedGaussian = new()
    {
        ["artificialNoAnomaly/art_flatline.csv"] = new(0.0, 0, 0, 0, 3428),
        ["artificialNoAnomaly/art_noisy.csv"] = new(0.0, 0, 0, 0, 3428),
        ["artificialWithAnomaly/art_daily_jumpsup.csv"] = new(-1.0, 0, 0, 403, 3025),
        ["artificialWithAnomaly/art_increase_spike_density.csv"] = new(-1.0, 0, 0, 403, 3025),
        ["realAWSCloudwatch/ec2_cpu_utilization_53ea38.csv"] = new(-0.14142319611668508, 2, 3, 400, 3023),
        ["realAWSCloudwatch/ec2_cpu_utilization_77c1ca.csv"] = new(-1.0, 0, 0, 403, 3025),
        ["realAWSCloudwatch/ec2_cpu_utilization_c6585a.csv"] = new(-1.3200000000000003, 0, 12, 0, 3416),
        ["realAWSCloudwatch/ec2_cpu_utilization_fe7f93.csv"] = new(0.6387577917723906, 6, 1, 399, 3022),
        ["realAWSCloudwatch/ec2_disk_write_bytes_1ef3de.csv"] = new(-4.190896785522053, 9, 48, 464, 3500),
        ["realAWSCloudwatch/ec2_disk_write_bytes_c0d644.csv"] = new(-1.0959985303155564, 13, 19, 392, 3004),
        ["realAWSCloudwatch/ec2_network_in_5abac7.csv"] = new(-3.5219322351911635, 19, 50, 455, 3497),
        ["realAWSCloudwatch/elb_request_count_8c0756.csv"] = new(-0.13844919792440225, 1, 0, 401, 3026),
        ["realAWSCloudwatch/rds_cpu_utilization_e47b3b.csv"] = new(-0.13844919792440225, 2, 0, 400, 3026),
        ["realAdExchange/exchange-2_cpc_results.csv"] = new(-1.0, 0, 0, 163, 1218),
        ["realAdExchange/exchange-2_cpm_results.csv"] = new(-2.0, 0, 0, 162, 1219),
        ["realAdExchange/exchange-3_cpc_results.csv"] = new(2.5026632611866138, 5, 1, 148, 1154),
        ["realAdExchange/exchange-3_cpm_results.csv"] = new(0.862098587352162, 1, 0, 152, 1155),
        ["realKnownCause/cpu_utilization_asg_misconfiguration.csv"] = new(-1.11, 0, 1, 1499, 15800),
        ["realKnownCause/machine_temperature_system_failure.csv"] = new(-4.0, 0, 0, 2268, 19677),
        ["realTraffic/TravelTime_387.csv"] = new(-1.7959813307852819, 1, 6, 248, 1870),
        ["realTraffic/TravelTime_451.csv"] = new(-1.0, 0, 0, 217, 1621),
        ["realTraffic/occupancy_6005.csv"] = new(-1.0, 0, 0, 239, 1784),
        ["realTweets/Twitter_volume_AMZN.csv"] = new(1.5584829945714498, 10, 20, 1570, 13481),
        ["realTweets/Twitter_volume_CRM.csv"] = new(0.7638457640937151, 10, 0, 1583, 13559),
        ["realTweets/Twitter_volume_FB.csv"] = new(0.11975027819081463, 6, 15, 1576, 13486),
        ["realTweets/Twitter_volume_GOOG.csv"] = new(-0.14677735516717338, 23, 9, 1409, 13651),
        ["realTweets/Twitter_volume_UPS.csv"] = new(-2.205164668202926, 57, 63, 1528, 13468),
    };

    private static readonly string[] _leftOut = ["realKnownCause/ec2_request_latency_system_failure.csv", "realTraffic/speed_6005.csv"];

    [Fact]
    public void Published_scores_of_a_published_detector_are_reproduced_to_twelve_digits()
    {
        Assert.Equal(NabCorpus.Files.Select(f => f.Name).Except(_leftOut).Order(StringComparer.Ordinal), _windowedGaussian.Keys.Order(StringComparer.Ordinal));
        foreach (var file in NabCorpus.Files.Where(f => !_leftOut.Contains(f.Name)))
        {
            var score = NabScorer.Score(file.Scored(WindowedGaussian.Detected(file.Values)), 1, NabProfile.Standard);

            var published = _windowedGaussian[file.Name];
            Assert.Equal(published.Score, score.Score, 12);
            Assert.Equal(
                (file.Name, published.Found, published.False, published.Missed, published.Silent),
                (file.Name, score.TruePositives, score.FalsePositives, score.FalseNegatives, score.TrueNegatives));
        }
    }

    [Fact]
    public void A_silent_detector_has_0_and_a_perfect_one_100_under_every_profile()
    {
        NabFile Said(Func<int, bool> at) => new([.. Enumerable.Range(0, 1000).Select(i => at(i) ? 1f : 0f)], [new NabWindow(300, 399), new NabWindow(600, 699)]);

        foreach (var profile in NabProfile.All)
        {
            Assert.Equal(0, NabScorer.Normalised([Said(_ => false)], 0.5, profile), 12);
            Assert.Equal(100, NabScorer.Normalised([Said(i => i is 300 or 600)], 0.5, profile), 12);
        }
    }

    [Fact]
    public void The_middle_of_a_window_earns_what_the_formula_gives_and_a_second_detection_nothing()
    {
        var file = new NabFile([.. Enumerable.Range(0, 1000).Select(i => i is 350 or 380 ? 1f : 0f)], [new NabWindow(300, 399)]);

        Assert.Equal(0.84828 / 0.98661, NabScorer.Score(file, 0.5, NabProfile.Standard).Score, 4);
    }

    [Fact]
    public void A_false_detection_costs_more_the_farther_it_lies_behind_a_window_and_all_of_it_before_the_first()
    {
        double Score(int at) => NabScorer.Score(new NabFile([.. Enumerable.Range(0, 1000).Select(i => i == at ? 1f : 0f)], [new NabWindow(300, 400)]), 0.5, NabProfile.LowFalsePositiveRate).Score + 1;

        Assert.Equal(-0.22, Score(200), 12);
        Assert.InRange(Score(401), -0.22 * 0.03, 0);
        Assert.Equal(-0.22 * 0.98661, Score(500), 4);
        Assert.Equal(-0.22, Score(800), 12);
    }

    [Fact]
    public void The_probationary_part_is_15_percent_and_750_rows_at_most_and_is_not_judged()
    {
        Assert.Equal((604, 750, 750), (NabScorer.ProbationaryRows(4032), NabScorer.ProbationaryRows(5000), NabScorer.ProbationaryRows(22_695)));

        var file = new NabFile([.. Enumerable.Range(0, 1000).Select(i => i < 150 ? 1f : 0f)], [new NabWindow(300, 400)]);
        Assert.Equal(new NabFileScore(-1, 0, 0, 101, 749, 0), NabScorer.Score(file, 0.5, NabProfile.Standard));
    }

    [Fact]
    public void Files_without_windows_have_no_normalised_score() =>
        Assert.Throws<ArgumentException>(() => NabScorer.Normalised([new NabFile(new float[100], [])], 1, NabProfile.Standard));

    private sealed record Published(double Score, int Found, int False, int Missed, int Silent);
}
