using SmartCommunity.Anomaly.Kits;

namespace SmartCommunity.Tests.Anomaly.Kits;

public sealed class KitDetectorTests
{
    private const int Days = 40, FaultAt = (35 * 24) + 3;

    private static readonly DateTimeOffset _at = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<KitModel> _model = new(static () => KitTraining.Run(Homes(), _at));

    [Fact]
    public void What_goes_together_is_one_component_and_leaves_less_than_what_is_usual_at_the_hour()
    {
        var model = _model.Value;

        Assert.Equal(MadeHome.Columns, model.Columns);
        var component = Assert.Single(model.Components);
        Assert.All(component.Take(3), weight => Assert.InRange(weight, 0.5, 0.65));
        Assert.InRange(Math.Abs(component[3]), 0, 0.2);
        Assert.True(model.HeldOut.Gain > 0.4, $"{model.HeldOut}");
        Assert.Equal((3, 3 * 10 * 24), (model.HeldOut.Homes, model.HeldOut.Hours));
    }

    [Fact]
    public void A_pulse_that_does_not_fit_a_quiet_home_is_a_record_that_names_it_though_the_pulse_alone_is_not_rare()
    {
        var faulty = MadeHome.Of("a", Days, 1, static (hour, row) => row[2] = hour == FaultAt ? 84 : row[2]);

        var scores = Run(_model.Value, faulty);

        Assert.True(scores[FaultAt]!.Record >= KitDetector.Certain, $"{scores[FaultAt]}");
        var part = scores[FaultAt]!.Parts[0];
        Assert.Equal(("wearable.heartRate", 84), (part.Column, part.Value));
        Assert.InRange(part.Expected, 60, 75);
        Assert.True(faulty.Hours.Count(h => h[2] >= 84) > 50);
    }

    [Fact]
    public void Nothing_is_said_in_the_first_three_weeks_and_what_comes_later_changes_nothing_before_it()
    {
        var whole = Run(_model.Value, MadeHome.Of("a", Days, 1));
        var cut = Run(_model.Value, MadeHome.Of("a", Days, 1, static (hour, row) => row[0] = hour >= FaultAt ? -50 : row[0]));

        Assert.All(whole[..504], s => Assert.Equal(0, s?.Record ?? 0));
        Assert.Equal(whole[..FaultAt].Select(Told), cut[..FaultAt].Select(Told));
    }

    [Fact]
    public void A_home_that_lacks_a_device_is_judged_by_the_others_and_one_that_has_too_few_is_not()
    {
        var without = Run(_model.Value, MadeHome.Of("a", Days, 1, static (hour, row) => (row[1], row[2]) = (double.NaN, hour == FaultAt ? 110 : row[2])));
        var two = Run(_model.Value, MadeHome.Of("a", Days, 1, static (_, row) => (row[1], row[3]) = (double.NaN, double.NaN)));

        Assert.True(without[FaultAt]!.Record >= KitDetector.Certain, $"{without[FaultAt]}");
        Assert.All(two, Assert.Null);
    }

    [Fact]
    public void The_same_homes_give_the_same_file_to_the_byte_and_it_reads_as_it_was()
    {
        var file = KitModelFile.Write(_model.Value);

        Assert.Equal(file, KitModelFile.Write(KitTraining.Run([.. Homes().Reverse()], _at)));
        var (read, fault) = KitModelFile.Read(file);
        Assert.Null(fault);
        Assert.Equal(Run(_model.Value, MadeHome.Of("a", Days, 1)).Select(Told), Run(read!, MadeHome.Of("a", Days, 1)).Select(Told));
    }

    [Fact]
    public void A_test_leaves_out_what_was_learned_from_and_gives_the_numbers_of_the_training()
    {
        var (test, leftOut) = KitTest.Of(_model.Value, Homes());

        Assert.Equal(_model.Value.HeldOut, test);
        Assert.Equal(3 * 30 * 24, leftOut);
        Assert.Null(KitTest.Of(_model.Value, [MadeHome.Of("a", 30, 1)]).Test);
    }

    [Fact]
    public void Where_nothing_goes_together_there_are_no_components()
    {
        var model = KitTraining.Run([Apart("a", 1), Apart("b", 2)], _at);

        Assert.Empty(model.Components);
        Assert.True(model.HeldOut.Gain < 0.05, $"{model.HeldOut}");

        static KitSeries Apart(string name, int seed)
        {
            var random = new Random(seed + 100);
            return MadeHome.Of(name, Days, seed, (_, row) =>
            {
                for (var i = 0; i < row.Length; i++)
                    row[i] = random.NextDouble();
            });
        }
    }

    [Fact]
    public void Too_little_and_files_that_are_none_are_told()
    {
        Assert.Equal(
            "1 homes give 0 quantities that move in 240 hours to learn from, of which six days before are known; at least 3 are needed", KitTraining.Fault([MadeHome.Of("a", 8, 1)]));
        Assert.Throws<ArgumentException>("homes", static () => KitTraining.Run([MadeHome.Of("a", 8, 1)], _at));
        Assert.Equal("is no kit model: it does not begin with 'smartcommunity-kit-model'.", KitModelFile.Read("hello\n"u8).Fault);
        Assert.Contains("of other lengths than its 4 columns", KitModelFile.Read(KitModelFile.Write(_model.Value with { Spreads = [1] })).Fault, StringComparison.Ordinal);
        Assert.Contains("has 0 variances for 1 components", KitModelFile.Read(KitModelFile.Write(_model.Value with { Variances = [] })).Fault, StringComparison.Ordinal);
        Assert.Contains("not above 0", KitModelFile.Read(KitModelFile.Write(_model.Value with { Spreads = [1, 1, 0, 1] })).Fault, StringComparison.Ordinal);
    }

    private static KitSeries[] Homes() => [MadeHome.Of("a", Days, 1), MadeHome.Of("b", Days, 2), MadeHome.Of("c", Days, 3)];

    private static KitScore?[] Run(KitModel model, KitSeries home)
    {
        var detector = new KitDetector(model);
        return [.. home.Rows(model.Columns).Select((row, i) => detector.Next(home.First + i, row))];
    }

    private static (float?, float?, string) Told(KitScore? score) => (score?.Score, score?.Record, string.Join(' ', (score?.Parts ?? []).Select(static p => p.Column)));
}
