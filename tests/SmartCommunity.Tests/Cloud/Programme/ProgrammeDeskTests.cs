using System.Text;
using System.Text.Json;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Tests.Cloud.Programme;

public sealed class ProgrammeDeskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sc-programme-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_entered_is_there_after_a_restart()
    {
        string before;
        await using (var office = Open())
        {
            Assert.NotNull((await office.Desk.SubmitAsync(new SmartCommunity.Programme.Files.SurveyWritten("baihe", "people", "Half are over sixty."), "wang", Cancel)).Entry);
            before = await TextAsync(office);
        }

        await using var again = Open();
        Assert.Equal(before, await TextAsync(again));
        Assert.Equal("Half are over sixty.", (await again.Desk.StateAsync(Cancel)).Projects["baihe"].File.Survey["people"]);
    }

    [Fact]
    public async Task A_refused_act_leaves_no_trace()
    {
        await using var office = Open();
        var position = (await office.Desk.StateAsync(Cancel)).Position;

        var answer = await office.Desk.SubmitAsync(new ProjectForwarded("baihe"), "wang", Cancel);

        Assert.Null(answer.Entry);
        Assert.Contains("A-03", answer.Refusals.SelectMany(r => r.Rules));
        Assert.Equal(position, (await office.Desk.StateAsync(Cancel)).Position);
    }

    [Fact]
    public async Task Of_many_at_once_each_is_checked_against_what_came_before()
    {
        await using var office = Open();
        var suspend = Enumerable.Range(0, 20).Select(i => office.Desk.SubmitAsync(new ProjectSuspended("baihe", $"reason {i}"), "wang", Cancel));

        var answers = await Task.WhenAll(suspend);

        Assert.Single(answers, a => a.Entry is not null);
    }

    [Fact]
    public async Task Readiness_is_the_clouds_own_whatever_a_client_says()
    {
        await using var office = Open();
        var claimed = new AcceptanceApplied("baihe", Level.City, "Wang", new Readiness(new DateOnly(2022, 1, 1), "any", 100, 80, []));

        var answer = await office.Desk.SubmitAsync(claimed, "wang", Cancel);

        Assert.Contains(answer.Refusals, r => r.Field == "readiness");
    }

    [Theory]
    [InlineData("system")]
    [InlineData(" System ")]
    [InlineData("")]
    public async Task Nobody_acts_as_the_program_itself_or_as_nobody(string typed)
    {
        await using var office = Open();
        var position = (await office.Desk.StateAsync(Cancel)).Position;

        var answer = await office.Desk.SubmitAsync(new ProjectWithdrawn("baihe", "no money"), DeskOffice.Clerk, typed, Cancel);

        Assert.Equal("actor", Assert.Single(answer.Refusals).Field);
        Assert.Equal(position, (await office.Desk.StateAsync(Cancel)).Position);
    }

    [Fact]
    public async Task The_state_of_an_instant_is_what_had_been_entered_until_then()
    {
        await using var office = Open();
        await office.Desk.StateAsync(Cancel);
        var before = office.Time.GetUtcNow();
        office.Time.Advance(TimeSpan.FromDays(1));
        await office.Desk.SubmitAsync(new ProjectWithdrawn("baihe", "no money"), "wang", Cancel);

        Assert.Equal(Stage.Survey, (await office.Desk.StateAtAsync(before, Cancel)).Projects["baihe"].Process.Stage);
        Assert.Equal(Stage.Withdrawn, (await office.Desk.StateAtAsync(office.Time.GetUtcNow(), Cancel)).Projects["baihe"].Process.Stage);
        Assert.Null((await office.Desk.StateAtAsync(before.AddDays(-1), Cancel)).Policy);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_turn_the_log_round()
    {
        var later = new DateOnly(2022, 5, 1);
        await using (var office = new DeskOffice(_folder, later))
            await office.Desk.StateAsync(Cancel);

        await using var earlier = new DeskOffice(_folder, later.AddDays(-10));
        await earlier.Desk.SubmitAsync(new ProjectWithdrawn("baihe", "no money"), "wang", Cancel);

        var entries = await earlier.Desk.EntriesAsync(Cancel);
        Assert.Equal(entries.Select(e => e.At).Order(), entries.Select(e => e.At));
    }

    [Fact]
    public async Task A_document_is_kept_by_its_hash_and_read_back()
    {
        await using var office = Open();
        var files = office.Get<ProjectFiles>();
        var bytes = Encoding.UTF8.GetBytes("the tender");

        var entered = await files.EnterAsync("baihe", "design", "tender", "tender.txt", null, new MemoryStream(bytes), DeskOffice.Clerk, "wang", Cancel);
        var document = Assert.Single((await office.Desk.StateAsync(Cancel)).Projects["baihe"].File.Documents);
        var opened = await files.OpenAsync("baihe", document.Sha256, Cancel);

        Assert.NotNull(entered.Value!.Entry);
        using var reader = new StreamReader(opened.Value.Content);
        Assert.Equal("the tender", await reader.ReadToEndAsync(Cancel));
        Assert.False((await files.OpenAsync("jiangbin", document.Sha256, Cancel)).Succeeded);
        Assert.Equal("file", Assert.Single((await files.EnterAsync("baihe", "design", "empty", "e.txt", null, Stream.Null, DeskOffice.Clerk, "wang", Cancel)).Faults).Field);
    }

    [Fact]
    public void A_policy_beside_the_data_that_is_wrong_is_named_by_its_file()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "policies"));
        File.WriteAllText(Path.Combine(_folder, "policies", "next.yaml"), "id: next\nversion: x\n");

        Assert.Contains("next.yaml", Assert.Throws<PolicyException>(() => Open().Desk).Message, StringComparison.Ordinal);
    }

    private DeskOffice Open() => new(_folder, new DateOnly(2021, 9, 1));

    private static async Task<string> TextAsync(DeskOffice office) => JsonSerializer.Serialize(await office.Desk.StateAsync(Cancel), ActJson.Options);
}
