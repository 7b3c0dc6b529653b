using System.Security.Cryptography;
using System.Text;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Review;

namespace SmartCommunity.Tests.Programme.Review;

public sealed class SampleTests
{
    private const string Project = ReviewWalk.Project;

    private readonly ReviewWalk _review = new();

    [Fact]
    public void A_draw_is_what_the_published_rule_gives()
    {
        // $ for n in 1 2 3 4 5; do printf '00ff\nev-%s' $n | sha256sum | cut -c1-8; done
        string[] ids = ["ev-1", "ev-2", "ev-3", "ev-4", "ev-5"];
        var byHand = ids.OrderBy(id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("00ff\n" + id))), StringComparer.Ordinal).Take(3);

        Assert.Equal(byHand, SampleRule.Draw("00ff", ids, 3));
        Assert.Equal(Tickets, ids.Select(id => SampleRule.Ticket("00ff", id)[..8]));
    }

    [Fact]
    public void A_draw_depends_on_seed_and_pool_alone_not_on_the_pools_order()
    {
        var ids = Enumerable.Range(1, 40).Select(n => $"ev-{n}").ToArray();
        var first = SampleRule.Draw("seed", ids, 7);

        for (var seed = 1; seed <= 20; seed++)
        {
            var shuffled = (string[])ids.Clone();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(first, SampleRule.Draw("seed", shuffled, 7));
        }

        Assert.NotEqual(first, SampleRule.Draw("seed2", ids, 7));
        Assert.Equal(first, SampleRule.Draw("seed", ids, 12).Take(7));
        Assert.Equal(40, SampleRule.Draw("seed", ids, 100).Distinct().Count());
        Assert.Empty(SampleRule.Draw("seed", [], 3));
    }

    [Fact]
    public void Every_piece_and_every_pair_is_drawn_as_often_as_any_other()
    {
        const int pool = 12, count = 4, draws = 20_000;
        var ids = Enumerable.Range(0, pool).Select(n => $"evidence-{n:000}").ToArray();
        var (single, pair) = (new int[pool], new Dictionary<(int, int), int>());
        for (var seed = 0; seed < draws; seed++)
        {
            var drawn = SampleRule.Draw($"seed-{seed}", ids, count).Select(id => Array.IndexOf(ids, id)).Order().ToArray();
            foreach (var a in drawn)
                single[a]++;
            foreach (var (a, b) in drawn.SelectMany(a => drawn.Where(b => b > a).Select(b => (a, b))))
                pair[(a, b)] = pair.GetValueOrDefault((a, b)) + 1;
        }

        // Chi-square over 11 and 65 degrees of freedom: what chance alone exceeds once in 100,000 times. The seeds are fixed, so the test says the same every time.
        Assert.True(ChiSquare(single, draws * (double)count / pool) < 43.9, $"{ChiSquare(single, draws * (double)count / pool)}");
        Assert.Equal(pool * (pool - 1) / 2, pair.Count);
        Assert.True(ChiSquare(pair.Values, draws * (double)(count * (count - 1)) / (pool * (pool - 1))) < 125.8);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(10, 40, 4)]
    [InlineData(10, 41, 5)]
    [InlineData(100, 7, 7)]
    [InlineData(1, 250, 3)]
    public void A_share_is_rounded_up_to_whole_pieces(int percent, int pool, int count)
    {
        Assert.Equal(count, SampleRule.CountOf(percent, pool));
        _review.Do(new SampleDrawn(Project, null, percent, "s", ReviewWalk.Pool(pool)));
        Assert.Equal(count, _review.Review.Samples[0].Drawn.Count);
    }

    [Fact]
    public void Seed_rule_pool_and_pieces_stand_in_the_sample_and_draw_again()
    {
        _review.Do(ReviewWalk.Draw(count: 3));

        var sample = Assert.Single(_review.Review.Samples);
        Assert.Equal((ReviewWalk.Seed, SampleRule.Name, 6), (sample.Seed, sample.Rule, sample.Pool.Count));
        Assert.Equal(sample.Drawn, SampleRule.Draw(sample.Seed, sample.Pool.Select(p => p.Id), sample.Drawn.Count));
    }

    [Fact]
    public void Each_field_of_a_draw_is_checked()
    {
        _review.Refused(new SampleDrawn(Project, null, null, "s", ReviewWalk.Pool(3)), "count");
        _review.Refused(new SampleDrawn(Project, 1, 10, "s", ReviewWalk.Pool(3)), "count");
        _review.Refused(ReviewWalk.Draw(0), "count");
        _review.Refused(ReviewWalk.Draw(7), "count");
        _review.Refused(new SampleDrawn(Project, null, 0, "s", ReviewWalk.Pool(3)), "sharePercent");
        _review.Refused(new SampleDrawn(Project, null, 101, "s", ReviewWalk.Pool(3)), "sharePercent");
        _review.Refused(new SampleDrawn(Project, null, 10, "s", []), "pool");
        _review.Refused(new SampleDrawn(Project, null, 10), "pool");
        _review.Refused(ReviewWalk.Draw(), "actor", actor: ProgrammeWalk.Lead);
        new ProgrammeWalk().To(Stage.SelfAcceptance).Refused(ReviewWalk.Draw(), "project", "A-02");
        _review.Do(ReviewWalk.Draw());
        _review.Refused(ReviewWalk.Draw(seed: "another"), "project");
        _review.CheckAll().Do(ReviewWalk.Draw(seed: "another"));
    }

    [Fact]
    [Trait("Rule", "A-02")]
    public void A_piece_that_is_not_in_order_becomes_a_finding_with_a_due_date()
    {
        _review.Do(ReviewWalk.Draw());
        var drawn = _review.Review.Samples[0].Drawn;
        var wrong = new SampleChecked(Project, 1, drawn[0], false, "The page is not signed.", _review.Today.AddDays(5));

        _review.Refused(wrong with { Remark = "" }, "remark");
        _review.Refused(wrong with { Due = null }, "due", "O-02");
        _review.Refused(wrong with { Due = _review.Today.AddDays(-1) }, "due", "O-02");
        _review.Refused(wrong with { InOrder = true }, "due", "O-02");
        _review.Refused(wrong with { InOrder = true, Due = null, Remark = new string('x', Entered.MaxText + 1) }, "remark");
        _review.Refused(wrong with { Sample = 2 }, "sample");
        _review.Refused(wrong with { Piece = ReviewWalk.Pool(6).First(p => !drawn.Contains(p.Id)).Id }, "piece");
        _review.Do(wrong).Refused(wrong, "piece");

        var check = _review.Review.Samples[0].Checks[drawn[0]];
        Assert.Equal((false, 1), (check.InOrder, check.Finding));
        Assert.Equal($"{_review.Review.Samples[0].Piece(drawn[0]).Title} ({drawn[0]}): The page is not signed.", Assert.Single(_review.State.Process.Findings).Text);
        _review.Do(new SampleChecked(Project, 1, drawn[1], true, ""));
        Assert.Empty(_review.Review.Samples[0].Unchecked);
    }

    [Fact]
    public void Nobody_checks_what_it_handed_in()
    {
        _review.Do(ReviewWalk.Draw(count: 6));

        _review.Refused(new SampleChecked(Project, 1, "ev-3", true, ""), "actor", actor: ReviewWalk.Submitter);
        _review.Refused(new SampleChecked(Project, 1, "ev-1", true, ""), "actor", actor: ProgrammeWalk.Lead);
        _review.Do(new SampleChecked(Project, 1, "ev-1", true, ""), ReviewWalk.Submitter);
        _review.CheckAll().Refused(new ReviewSigned(Project, ""), "actor", actor: ReviewWalk.Submitter);
    }

    private static string[] Tickets => ["806b7c37", "b5f967ef", "5ecae770", "e52b078c", "9955b6ec"];

    private static double ChiSquare(IEnumerable<int> seen, double expected) => seen.Sum(n => (n - expected) * (n - expected) / expected);
}
