using SmartCommunity.Cloud.Programme.Rhythm;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Rhythm;
using SmartCommunity.Storage.Scores;
using static SmartCommunity.Tests.Cloud.Programme.Rhythm.RhythmOffice;

namespace SmartCommunity.Tests.Cloud.Programme.Rhythm;

/// <summary>A frozen bulletin is made again from what it was made of; one changed number of it, or of that, is found.</summary>
public sealed class BulletinCheckTests
{
    private static readonly Month March = new(2022, 3);

    private static readonly DateTimeOffset End = China(2022, 4, 1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Rule", "O-04")]
    public async Task What_came_later_changes_nothing_in_what_a_bulletin_follows_from()
    {
        await using var office = await FrozenAsync();
        var frozen = (await office.StateAsync()).Rhythm.Bulletins[March];
        await AssertSameAsync(office, March);

        office.Time.Advance(TimeSpan.FromMinutes(1));
        await office.EnterFactAsync("jiangbin", "residents", 6100);
        office.Snapshot("jiangbin", ScoreSnapshotKind.Month, End, 83, revision: 2, reason: "late", written: End.AddHours(20));
        office.Snapshot("shanshui", ScoreSnapshotKind.Month, End, 60, written: End.AddHours(20));
        office.Raise(China(2022, 4, 2), community: "jiangbin");
        await office.AtAsync(End.AddHours(21));
        Assert.NotEmpty((await office.StateAsync()).Rhythm.Bulletins[March].Errata);
        await office.AtAsync(China(2022, 5, 1, 9));
        office.Reopen();

        Assert.Equal(frozen.Bulletin.Hash, (await AssertSameAsync(office, March)).DerivedHash);
        // April's changes are told against March as it was corrected by then.
        await AssertSameAsync(office, March.Add(1));
        Assert.Null(await office.Check.OfAsync(March.Add(2), Cancel));
    }

    [Fact]
    [Trait("Rule", "O-04")]
    public async Task Months_frozen_after_a_downtime_follow_too()
    {
        await using var office = await CreateAsync(China(2022, 3, 10, 9));
        office.Snapshot("jiangbin", ScoreSnapshotKind.Month, China(2022, 5, 1), 72, written: China(2022, 6, 2));
        office.Reopen();
        await office.AtAsync(China(2022, 6, 3, 9));

        Assert.Equal(72, (await office.StateAsync()).Rhythm.Bulletins[March.Add(1)].Bulletin.Row("jiangbin")!.Figures.Score!.Total);
        foreach (var month in new[] { March, March.Add(1), March.Add(2) })
            await AssertSameAsync(office, month);
    }

    [Fact]
    [Trait("Rule", "O-04")]
    public async Task A_number_of_the_bulletin_that_was_changed_in_the_log_is_found_even_with_its_hash_made_right()
    {
        await using var office = await FrozenAsync();
        var frozen = (await office.StateAsync()).Rhythm.Bulletins[March].Bulletin;
        var lie = frozen with { Rows = [.. frozen.Rows.Select(r => r.Project == "jiangbin" ? r with { Figures = r.Figures with { Score = r.Figures.Score! with { Total = 81.24, AcceptancePoints = 81.24 } } } : r)] };
        office.Tamper($"UPDATE programme_entry SET act_json = replace(replace(act_json, '81.23', '81.24'), '{frozen.Hash}', '{lie.ComputeHash()}') WHERE act_json LIKE '%bulletinFrozen%'");
        office.Reopen();

        var check = await office.Check.OfAsync(March, Cancel);

        Assert.False(check!.IsSame);
        Assert.Equal([new JsonDifference("rows[jiangbin].figures.score.total", "81.24", "81.23"), new JsonDifference("rows[jiangbin].figures.score.acceptancePoints", "81.24", "81.23")], check.Differences);
    }

    [Fact]
    [Trait("Rule", "O-04")]
    public async Task A_hash_that_is_not_of_its_content_is_found()
    {
        await using var office = await FrozenAsync();
        var hash = (await office.StateAsync()).Rhythm.Bulletins[March].Bulletin.Hash;
        var wrong = (hash[0] == '0' ? '1' : '0') + hash[1..];
        office.Tamper($"UPDATE programme_entry SET act_json = replace(act_json, '{hash}', '{wrong}') WHERE act_json LIKE '%bulletinFrozen%'");
        office.Reopen();

        Assert.Equal([new JsonDifference("hash", wrong, hash)], (await office.Check.OfAsync(March, Cancel))!.Differences);
    }

    [Theory]
    [Trait("Rule", "O-04")]
    [InlineData("registry.db", "UPDATE change SET row_json = replace(row_json, '5200', '5201') WHERE subject = 'fact:residents'", "rows[jiangbin].figures.facts[0].value")]
    [InlineData("alerts.db", "UPDATE alert SET priority = 1 WHERE id = 'a1'", "rows[jiangbin].figures.alerts.openUrgent")]
    public async Task An_input_that_was_changed_is_found_where_it_went_in(string file, string sql, string where)
    {
        await using var office = await FrozenAsync();
        office.Tamper(sql, file);

        var check = await office.Check.OfAsync(March, Cancel);

        Assert.False(check!.IsSame);
        Assert.Equal(where, check.Differences[0].Where);
    }

    [Fact]
    [Trait("Rule", "O-04")]
    public async Task A_number_of_a_snapshot_is_found_in_the_bulletin_or_by_the_hash_the_bulletin_names()
    {
        await using var office = await FrozenAsync();
        office.TamperScore("jiangbin", s => s with { Total = 81.22 });
        Assert.Equal(["rows[jiangbin].figures.score.total", "rows[jiangbin].figures.score.content"], (await office.Check.OfAsync(March, Cancel))!.Differences.Select(d => d.Where));
        office.TamperScore("jiangbin", s => s with { Total = 81.23 });
        await AssertSameAsync(office, March);

        // No bulletin repeats what a measure could give.
        office.TamperScore("jiangbin", s => s with { Scenarios = [.. s.Scenarios.Select(c => c with { Indicators = [.. c.Indicators.Select(i => i with { Measures = [.. i.Measures.Select(m => m with { MaxPoints = m.MaxPoints + 0.001 })] })] })] });
        Assert.Equal(["rows[jiangbin].figures.score.content"], (await office.Check.OfAsync(March, Cancel))!.Differences.Select(d => d.Where));
    }

    [Fact]
    [Trait("Rule", "O-04")]
    public async Task A_snapshot_that_cannot_be_read_any_more_is_found_and_named()
    {
        await using var office = await FrozenAsync();
        office.TamperScore("jiangbin", stored =>
        {
            stored[stored.Length / 2] ^= 1;
            return stored;
        });

        var difference = Assert.Single((await office.Check.OfAsync(March, Cancel))!.Differences);
        Assert.Equal(("rows[jiangbin].figures.score.content", "unreadable"), (difference.Where, difference.Right));
    }

    private static async Task<BulletinCheckView> AssertSameAsync(RhythmOffice office, Month month)
    {
        var check = await office.Check.OfAsync(month, Cancel);
        Assert.Equal([], check!.Differences);
        Assert.True(check.IsSame);
        return check;
    }

    /// <summary>March with two scores, a fact and an open alert.</summary>
    private static async Task<RhythmOffice> FrozenAsync()
    {
        var office = await CreateAsync(China(2022, 3, 10, 9));
        await office.EnterFactAsync("jiangbin", "residents", 5200);
        office.Snapshot("jiangbin", ScoreSnapshotKind.Month, End, 81.23);
        office.Snapshot("yicheng", ScoreSnapshotKind.Month, End, 70);
        office.Raise(China(2022, 3, 20), community: "jiangbin");
        await office.AtAsync(End.AddHours(8));
        return office;
    }
}
