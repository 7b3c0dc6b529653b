using System.Security.Cryptography;
using System.Text;
using SmartCommunity.Anomaly.Falls;

namespace SmartCommunity.Tests.Anomaly.Falls;

public sealed class FallModelTests
{
    private static readonly DateTimeOffset _at = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private static readonly FallModel _model = FallTraining.Run(MadeTrials.All, ["SE01"], seed: 1, _at);

    [Fact]
    public void A_model_of_two_people_tells_the_third_ones_falls_from_walking_sitting_and_jumping()
    {
        Assert.Equal(new FallConfusion(3, 0, 0, 9), _model.HeldOut.Trials);
        Assert.Equal(["SE01"], _model.HeldOut.Subjects);
        Assert.Equal("subjects", _model.Choice.LeftOut);
        Assert.Equal(["jump, stumble", "lying down", "running, stairs", "softer fall"], _model.Choice.Variations.Select(static v => v.Kind));
        Assert.Equal("softer fall", Assert.Single(_model.Choice.Variations, static v => v.IsFall).Kind);
        Assert.Equal(MadeTrials.People, _model.InTurn!.Subjects);
        Assert.Equal((9, 27, 1.0), (_model.InTurn.Trials.Found + _model.InTurn.Trials.Missed, _model.InTurn.Trials.FalseAlerts + _model.InTurn.Trials.Quiet, _model.InTurn.Trials.Specificity));
    }

    [Fact]
    public void Nobody_is_both_learned_from_and_tested_on()
    {
        Assert.Equal(["SA01", "SA02"], _model.TrainedOn.Select(static s => s.Subject).Distinct());
        Assert.Equal(24, _model.TrainedOn.Count);

        var (result, leftOut) = new FallClassifier(_model).Test(MadeTrials.All);

        Assert.Equal((24, "SE01", 12), (leftOut, Assert.Single(result!.Subjects), result.Activities.Sum(static a => a.Trials)));
        Assert.Null(new FallClassifier(_model).Test([.. MadeTrials.All.Where(static t => t.Subject != "SE01")]).Result);
    }

    [Fact]
    public void The_same_file_under_another_persons_name_is_left_out_of_a_test_too()
    {
        var renamed = MadeTrials.All[0] with { Subject = "SE09", File = "F01_SE09_R01.txt" };

        Assert.Equal((null, 1), new FallClassifier(_model).Test([renamed]));
    }

    [Fact]
    public void Saved_and_loaded_it_gives_the_same_probabilities_to_the_bit()
    {
        var (loaded, fault) = FallModelFile.Read(FallModelFile.Write(_model));

        Assert.Null(fault);
        Assert.Equal((_model.Version, _model.Threshold, _model.Learner), (loaded!.Version, loaded.Threshold, loaded.Learner));
        Assert.Equal(_model.TrainedOn, loaded.TrainedOn);
        Assert.Equal(_model.HeldOut.Trials, loaded.HeldOut.Trials);
        FallClassifier before = new(_model), after = new(loaded);
        Assert.All(MadeTrials.All, trial => Assert.Equal(before.Judge(trial.Worn).Probability, after.Judge(trial.Worn).Probability));
    }

    [Fact]
    public void The_same_trials_in_any_order_and_seed_give_the_same_model()
    {
        var shuffled = MadeTrials.All.ToArray();
        new Random(4).Shuffle(shuffled);

        var again = FallTraining.Run(shuffled, ["SE01"], seed: 1, _at);

        Assert.Equal((_model.Version, _model.Threshold), (again.Version, again.Threshold));
        Assert.Equal(FallModelFile.Write(_model), FallModelFile.Write(again));
        Assert.All(MadeTrials.All, trial => Assert.Equal(new FallClassifier(_model).Judge(trial.Worn).Probability, new FallClassifier(again).Judge(trial.Worn).Probability));
        Assert.StartsWith("2026.11.25-", again.Version, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_or_foreign_file_is_told_in_one_sentence()
    {
        var file = FallModelFile.Write(_model);
        byte[] flipped = [.. file];
        flipped[^100] ^= 1;

        Assert.Contains("is damaged", FallModelFile.Read(flipped).Fault, StringComparison.Ordinal);
        Assert.Contains("is damaged", FallModelFile.Read(file.AsSpan(0, file.Length / 2)).Fault, StringComparison.Ordinal);
        Assert.Contains("is no fall model", FallModelFile.Read([]).Fault, StringComparison.Ordinal);
        Assert.Contains("is no fall model", FallModelFile.Read([.. "PK"u8, .. new byte[5000]]).Fault, StringComparison.Ordinal);
        Assert.Contains("of format 2; this program reads 1", FallModelFile.Read("smartcommunity-fall-model 2 00\n{}"u8).Fault, StringComparison.Ordinal);
        Assert.Contains("holds no model this program can read", FallModelFile.Read(Hashed("{\"name\":\"falls\"}")).Fault, StringComparison.Ordinal);
        Assert.Contains("its content is null", FallModelFile.Read(Hashed("null")).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_something_else_is_refused_by_what_differs()
    {
        Assert.Contains("'load', not of 'falls'", Fault(_model with { Name = "load" }), StringComparison.Ordinal);
        Assert.Contains("was trained on the features peak, colour", Fault(_model with { Features = ["peak", "colour"] }), StringComparison.Ordinal);
        Assert.Contains("threshold 1.5", Fault(_model with { Threshold = 1.5 }), StringComparison.Ordinal);
        Assert.Contains("means of 1 and 9 features", Fault(_model with { MeansOfFalls = [1] }), StringComparison.Ordinal);
        Assert.Contains("the classifier in it cannot be read", Fault(_model with { Classifier = [1, 2, 3] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_trials_or_unknown_people_are_told()
    {
        FallTrial[] withoutFalls = [.. MadeTrials.All.Where(static t => !t.IsFall || t.Subject != "SE01")];

        Assert.Equal("No trial is of the held-out SA09; there are SA01, SA02, SE01.", FallTraining.Fault(MadeTrials.All, ["SA09"]));
        Assert.Equal("The people to hold out (SE01) have 0 falls and 9 daily activities; at least 2 of each are needed.", FallTraining.Fault(withoutFalls, ["SE01"]));
        Assert.Equal("The people to learn from () have 0 falls and 0 daily activities; at least 2 of each are needed.", FallTraining.Fault(MadeTrials.All, MadeTrials.People));
        Assert.Throws<ArgumentException>(() => FallTraining.Run(withoutFalls, ["SE01"], seed: 1, _at));
        Assert.Single(FallTraining.DrawHeldOut(MadeTrials.All, seed: 7));
    }

    private static string? Fault(FallModel model) => FallModelFile.Read(FallModelFile.Write(model)).Fault;

    private static byte[] Hashed(string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        return [.. Encoding.ASCII.GetBytes($"smartcommunity-fall-model 1 {Convert.ToHexStringLower(SHA256.HashData(bytes))}\n"), .. bytes];
    }
}
