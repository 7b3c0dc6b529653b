using System.Text.Json;
using SmartCommunity.Simulators;

namespace SmartCommunity.Tests.Simulators.Faults;

public sealed class TruthFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("truth-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "simulator", TruthFile.Name);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Labels_are_appended_over_runs_and_read_back()
    {
        using (var file = TruthFile.Open(Path))
            file.Append(Label("1-0001"), Label("1-0002"));
        using (var file = TruthFile.Open(Path))
            file.Append(Label("2-0001"));

        Assert.Equal(["1-0001", "1-0002", "2-0001"], TruthFile.Read(Path).Select(l => l.Id));
    }

    [Fact]
    public void A_line_a_crash_cut_short_costs_no_other_line()
    {
        using (var file = TruthFile.Open(Path))
            file.Append(Label("1-0001"));
        File.AppendAllText(Path, "{\"record\":\"label\",\"id\":\"1-00");

        using (var file = TruthFile.Open(Path))
            file.Append(Label("2-0001"));

        Assert.Equal(["1-0001", "2-0001"], TruthFile.Read(Path).Select(l => l.Id));
    }

    [Fact]
    public void Others_read_it_while_it_is_written()
    {
        using var file = TruthFile.Open(Path);
        file.Append(Label("1-0001"));

        Assert.Equal("1-0001", Assert.Single(TruthFile.Read(Path)).Id);
    }

    [Fact]
    public void A_line_has_exactly_the_fields_of_the_published_schema()
    {
        using var schema = JsonDocument.Parse(ScenarioShelf.TruthSchema);
        using var line = JsonDocument.Parse(TruthFile.Line(Label("1-0001") with { ExpectedAlert = null }));

        var fields = line.RootElement.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(schema.RootElement.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal), fields);
        Assert.Equal(schema.RootElement.GetProperty("required").EnumerateArray().Select(p => p.GetString()!).Order(StringComparer.Ordinal), fields);
    }

    private static FaultLabel Label(string id) => new()
    {
        Id = id, Kind = "fall", Community = "baihe", Subject = "baihe-wearable-001", Devices = ["baihe-wearable-001"], From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.UnixEpoch,
        ExpectedAlert = "fall", LatencyBudgetSeconds = 2, With = new Dictionary<string, double>(), Seed = 1, Speed = 1, Origin = "inject",
    };
}
