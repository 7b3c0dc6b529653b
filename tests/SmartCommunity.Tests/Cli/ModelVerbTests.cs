using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartCommunity.Anomaly.Falls;
using SmartCommunity.Cli;
using SmartCommunity.Tests.Anomaly.Falls;

namespace SmartCommunity.Tests.Cli;

public sealed class ModelVerbTests
{
    private static readonly string[] _train = ["model", "train", "falls", "--held-out", "SE01", "--seed", "5"];

    [Fact]
    public async Task A_trained_file_is_tested_with_the_same_counts_that_training_printed()
    {
        using TemporaryFolder data = new(), models = new();
        WriteTrials(data.Path);
        var file = Path.Combine(models.Path, "falls.model");

        var (trained, text, _) = await InvokedVerb.RunAsync([.. _train, "--data", data.Path, "--out", file]);
        var (tested, json, _) = await InvokedVerb.RunAsync("model", "test", "falls", "--model", file, "--data", data.Path, "--json");

        Assert.Equal((ExitCode.Success, ExitCode.Success), (trained, tested));
        Assert.Contains("held out: SE01", text, StringComparison.Ordinal);
        Assert.Contains("sensitivity 100.0 % (95 % interval 44 to 100 %)", text, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFiles(models.Path));
        var test = JsonElement.Parse(json);
        Assert.Equal(24, test.GetProperty("leftOut").GetInt32());
        var model = FallModelFile.Read(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).Model!;
        Assert.Equal(model.HeldOut.Trials, new FallConfusion(Cell(test, "found"), Cell(test, "missed"), Cell(test, "falseAlerts"), Cell(test, "quiet")));
        Assert.Equal(5, model.Seed);
    }

    [Fact]
    public async Task Training_as_json_holds_sources_threshold_and_matrix_and_testing_prints_a_table()
    {
        using TemporaryFolder data = new(), models = new();
        WriteTrials(data.Path);
        var file = Path.Combine(models.Path, "falls.model");

        var (_, json, _) = await InvokedVerb.RunAsync([.. _train, "--data", data.Path, "--out", file, "--json"]);
        var (_, table, _) = await InvokedVerb.RunAsync("model", "test", "falls", "--model", file, "--data", data.Path);

        var model = JsonElement.Parse(json);
        Assert.Equal(24, model.GetProperty("trainedOn").GetArrayLength());
        Assert.Equal(64, model.GetProperty("trainedOn")[0].GetProperty("sha256").GetString()!.Length);
        Assert.Equal(3, model.GetProperty("heldOut").GetProperty("trials").GetProperty("found").GetInt32());
        Assert.False(model.TryGetProperty("classifier", out _));
        Assert.StartsWith($"falls@{model.GetProperty("version").GetString()}, ", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_used_is_told_by_option_and_fault()
    {
        using TemporaryFolder data = new(), empty = new(), trained = new();
        WriteTrials(data.Path);
        var foreign = Path.Combine(empty.Path, "foreign.model");
        await File.WriteAllTextAsync(foreign, "hello\n", TestContext.Current.CancellationToken);
        var file = Path.Combine(trained.Path, "falls.model");
        await InvokedVerb.RunAsync([.. _train, "--data", data.Path, "--out", file]);
        foreach (var path in Directory.GetFiles(data.Path, "*_SE01_*"))
            File.Delete(path);

        Assert.Equal($"--model {foreign} is no fall model: it does not begin with 'smartcommunity-fall-model'.", await FaultAsync("model", "test", "falls", "--model", foreign, "--data", data.Path));
        Assert.StartsWith("--model none cannot be read: ", await FaultAsync("model", "test", "falls", "--model", "none", "--data", data.Path), StringComparison.Ordinal);
        Assert.Equal("--data 'none' does not exist.", await FaultAsync("model", "test", "falls", "--model", file, "--data", "none"));
        Assert.EndsWith("all 24 trials are of people the model was trained on; a test on them says nothing.", await FaultAsync("model", "test", "falls", "--model", file, "--data", data.Path), StringComparison.Ordinal);
        Assert.Contains("holds no trial", await FaultAsync([.. _train, "--data", empty.Path, "--out", file]), StringComparison.Ordinal);
        Assert.EndsWith("No trial is of the held-out SE01; there are SA01, SA02.", await FaultAsync([.. _train, "--data", data.Path, "--out", file]), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(data.Path, "F01_SE01_R01.txt"), "1;2", TestContext.Current.CancellationToken);
        Assert.Contains("1 of 25 trials cannot be read; the first: F01_SE01_R01.txt: line 1 must be", await FaultAsync([.. _train, "--data", data.Path, "--out", file]), StringComparison.Ordinal);
    }

    private static int Cell(JsonElement test, string name) => test.GetProperty("test").GetProperty("trials").GetProperty(name).GetInt32();

    // As SisFall writes them: 200 lines a second, 256 counts to the g of the one sensor, 1,024 of the other.
    private static void WriteTrials(string folder)
    {
        foreach (var trial in MadeTrials.All)
        {
            var text = new StringBuilder();
            foreach (var sample in trial.Worn.Samples)
            {
                var line = string.Create(CultureInfo.InvariantCulture, $"{Counts(sample.X, 256)},{Counts(sample.Y, 256)},{Counts(sample.Z, 256)},0,0,0,{Counts(sample.X, 1024)},{Counts(sample.Y, 1024)},{Counts(sample.Z, 1024)};\n");
                text.Insert(text.Length, line, 4);
            }

            File.WriteAllText(Path.Combine(folder, trial.File), text.ToString());
        }
    }

    private static int Counts(float g, int perG) => (int)MathF.Round(g * perG);

    private static async Task<string> FaultAsync(params string[] arguments) => (await Assert.ThrowsAsync<UsageException>(() => InvokedVerb.RunAsync(arguments))).Message;
}
