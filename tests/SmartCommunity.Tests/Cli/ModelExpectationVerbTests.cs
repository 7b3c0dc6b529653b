using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartCommunity.Anomaly.Expectations;
using SmartCommunity.Cli;
using SmartCommunity.Tests.Anomaly.Expectations;

namespace SmartCommunity.Tests.Cli;

public sealed class ModelExpectationVerbTests
{
    [Fact]
    public async Task A_trained_file_is_tested_with_the_same_numbers_that_training_printed()
    {
        using TemporaryFolder data = new(), models = new();
        WriteTransformer(data.Path);
        var file = Path.Combine(models.Path, "load.model");

        var (trained, text, _) = await InvokedVerb.RunAsync("model", "train", "load", "--data", data.Path, "--out", file, "--seed", "3");
        var (tested, json, _) = await InvokedVerb.RunAsync("model", "test", "load", "--model", file, "--data", data.Path, "--json");
        var (_, table, _) = await InvokedVerb.RunAsync("model", "test", "load", "--model", file, "--data", data.Path);

        Assert.Equal((ExitCode.Success, ExitCode.Success), (trained, tested));
        var model = ExpectationModelFile.Read(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), ExpectationTarget.Load).Model!;
        Assert.Equal((3, ExpectationLearner.BoostedTrees), (model.Seed, model.Learner));
        Assert.Contains("learned from the first 75 % of 2 series", text, StringComparison.Ordinal);
        Assert.Contains("the trees were clearly better than both naive values on what was held out: they are used", text, StringComparison.Ordinal);
        var test = JsonElement.Parse(json).GetProperty("test");
        Assert.Equal((model.HeldOut.Points, model.HeldOut.Error), (test.GetProperty("points").GetInt32(), test.GetProperty("error").GetDouble()));
        Assert.StartsWith($"load@{model.Version}, boosted trees; ", table, StringComparison.Ordinal);
        Assert.Contains("ett_h1/HUFL", table, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFiles(models.Path));
    }

    [Fact]
    public async Task What_cannot_be_used_is_told_by_option_and_fault()
    {
        using TemporaryFolder data = new(), empty = new(), models = new();
        WriteTransformer(data.Path);
        var file = Path.Combine(models.Path, "load.model");
        await InvokedVerb.RunAsync("model", "train", "load", "--data", data.Path, "--out", file);
        var foreign = Path.Combine(empty.Path, "foreign.model");
        await File.WriteAllTextAsync(foreign, "hello\n", TestContext.Current.CancellationToken);

        Assert.Equal("--data 'none' does not exist.", await FaultAsync("model", "train", "load", "--data", "none", "--out", file));
        Assert.Equal($"--data '{empty.Path}' is no data folder of a line, and holds none of the recorded sets.", await FaultAsync("model", "train", "occupancy", "--data", empty.Path, "--out", file));
        Assert.Equal($"--data '{empty.Path}' is no data folder of a line.", await FaultAsync("model", "train", "kit", "--data", empty.Path, "--out", file));
        Assert.Equal($"--model {foreign} is no expectation model: it does not begin with 'smartcommunity-expectation-model'.", await FaultAsync("model", "test", "load", "--model", foreign, "--data", data.Path));
        Assert.Equal($"--model {file} holds a model of 'load', not of 'occupancy'.", await FaultAsync("model", "test", "occupancy", "--model", file, "--data", data.Path));
        Assert.StartsWith("--model none cannot be read: ", await FaultAsync("model", "test", "kit", "--model", "none", "--data", data.Path), StringComparison.Ordinal);
        WriteTransformer(data.Path, days: 3);
        Assert.EndsWith("at least 500 of each are needed.", await FaultAsync("model", "train", "load", "--data", data.Path, "--out", file), StringComparison.Ordinal);
        Assert.EndsWith("a test on them says nothing.", await FaultAsync("model", "test", "load", "--model", file, "--data", data.Path), StringComparison.Ordinal);
    }

    // As ett_h1 is written, two loads and a temperature, an hour a line.
    private static void WriteTransformer(string folder, int days = 120)
    {
        var (one, other) = (MadeSeries.Wandering("a", days, 1), MadeSeries.Wandering("b", days, 2));
        var text = new StringBuilder("date,HUFL,HULL,OT\n");
        for (var hour = 0; hour < days * 24; hour++)
            text.Append(CultureInfo.InvariantCulture, $"{new DateTime(2026, 3, 2).AddHours(hour):yyyy-MM-dd HH:mm:ss},{one.Values[4 * hour]:R},{other.Values[4 * hour]:R},20\n");
        Directory.CreateDirectory(Path.Combine(folder, "ett_h1"));
        File.WriteAllText(Path.Combine(folder, "ett_h1", "ETTh1.csv"), text.ToString());
    }

    private static async Task<string> FaultAsync(params string[] arguments) => (await Assert.ThrowsAsync<UsageException>(() => InvokedVerb.RunAsync(arguments))).Message;
}
