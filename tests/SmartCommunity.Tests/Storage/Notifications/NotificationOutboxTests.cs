using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Storage.Notifications;

namespace SmartCommunity.Tests.Storage.Notifications;

public sealed class NotificationOutboxTests : IDisposable
{
    private static readonly DeliveryLane Desk = new("desk", NotificationPriority.P2, [], TimeSpan.Zero, MaxGathered: 1);

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Drafts.Start);
    private NotificationOutbox _outbox;

    public NotificationOutboxTests() => _outbox = Open();

    public void Dispose()
    {
        _outbox.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_key_is_taken_once_before_and_after_it_was_delivered_and_by_the_next_process_too()
    {
        Assert.True(_outbox.Enqueue(Drafts.Of("a1:1:duty-1")));
        Assert.False(_outbox.Enqueue(Drafts.Of("a1:1:duty-1", NotificationPriority.P1)));
        Deliver(_outbox.Take(Desk)!);
        Assert.False(_outbox.Enqueue(Drafts.Of("a1:1:duty-1")));

        Reopen();

        Assert.Equal(1, _outbox.Enqueue([Drafts.Of("a1:1:duty-1"), Drafts.Of("a1:2:duty-1")]));
        Assert.Equal("a1:2:duty-1", Assert.Single(_outbox.Take(Desk)!.Items).Draft.Key);
        Assert.Null(_outbox.Take(Desk));
    }

    [Fact]
    public void A_draft_with_faults_is_refused_naming_every_field_and_nothing_of_its_batch_is_taken()
    {
        var wrong = Drafts.Of("a 1/2") with { Priority = (NotificationPriority)9, Recipient = "", TitleEn = new string('x', 201), Link = "ftp://x", Channels = [.. Enumerable.Repeat(new ChannelAddress("desk", ""), 9)] };

        var fault = Assert.Throws<ArgumentException>(() => _outbox.Enqueue([Drafts.Of("good"), wrong]));

        foreach (var field in new[] { "key 'a 1/2'", "priority 9", "recipient has 0", "titleEn has 201 characters; it must have 1 to 200", "link 'ftp://x'", "channels holds 9 addresses; it must be 0 to 8" })
            Assert.Contains(field, fault.Message, StringComparison.Ordinal);
        Assert.Null(_outbox.Find("good"));
    }

    [Fact]
    public void A_group_is_taken_whole_once_also_when_it_comes_back_with_other_people()
    {
        Assert.Equal(2, _outbox.EnqueueGroups([("a1:1:", [Drafts.Of("a1:1:x"), Drafts.Of("a1:1:y")])]));
        Reopen();

        Assert.Equal(1, _outbox.EnqueueGroups([("a1:1:", [Drafts.Of("a1:1:z")]), ("a1:10:", [Drafts.Of("a1:10:x")])]));
        Assert.Equal(["a1:10:x", "a1:1:x", "a1:1:y"], _outbox.BeginningWith("a1:").Select(n => n.Draft.Key));
        Assert.Throws<ArgumentException>(() => _outbox.EnqueueGroups([("a2:1:", [Drafts.Of("a2:1:x"), Drafts.Of("a3:1:x")])]));
        Assert.Null(_outbox.Find("a2:1:x"));
    }

    [Fact]
    public void What_begins_so_and_is_not_under_way_is_withdrawn_together()
    {
        _outbox.Enqueue([Drafts.Of("a1:1:x"), Drafts.Of("a1:1:y"), Drafts.Of("a1:2:x"), Drafts.Of("a1x:1:x")]);
        var sending = _outbox.Take(Desk)!;

        Assert.Equal(["a1:1:y", "a1:2:x"], _outbox.SupersedeAll("a1:", "acknowledged").Order(StringComparer.Ordinal));
        Assert.Equal("a1x:1:x", Assert.Single(_outbox.Take(Desk)!.Items).Draft.Key);
        Assert.Null(_outbox.Take(Desk));
        Deliver(sending);
        Assert.Equal(("a1:1:x", NotificationState.Delivered), (sending.Items[0].Draft.Key, _outbox.Find("a1:1:x")!.State));
    }

    /// <summary>Somebody acknowledges while an endpoint that fails is being asked: it is not asked again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_withdrawn_while_it_is_being_sent_is_not_tried_again_after_a_failure_or_a_crash(bool isCrash)
    {
        _outbox.Enqueue(Drafts.Of("a1:1:x"));
        var sending = _outbox.Take(Desk)!;
        Assert.Empty(_outbox.SupersedeAll("a1:", "acknowledged"));

        if (isCrash)
        {
            Reopen();
            Assert.Equal(0, _outbox.Recover());
        }
        else
        {
            _outbox.Complete(sending, new AttemptEnd(AttemptOutcome.Failed, "HTTP 500", NextStep.TryAgain, 0));
        }

        var withdrawn = _outbox.Find("a1:1:x")!;
        Assert.Equal((NotificationState.Superseded, "acknowledged"), (withdrawn.State, withdrawn.Detail));
        Assert.NotNull(withdrawn.EndedAtMs);
        Assert.Null(_outbox.Take(Desk));
        Assert.Equal(isCrash ? AttemptOutcome.Cut : AttemptOutcome.Failed, Assert.Single(_outbox.Attempts("a1:1:x")).Outcome);
        // It is said of that attempt alone: the next transition's is another one.
        _outbox.Enqueue(Drafts.Of("a1:2:x"));
        _outbox.Complete(_outbox.Take(Desk)!, new AttemptEnd(AttemptOutcome.Failed, "HTTP 500", NextStep.TryAgain, 0));
        Assert.Equal(NotificationState.Queued, _outbox.Find("a1:2:x")!.State);
    }

    [Fact]
    public void What_has_nobody_to_go_to_is_kept_as_such_and_never_sent()
    {
        _outbox.Enqueue(Drafts.Of("lost") with { Channels = [] });

        var lost = _outbox.Find("lost")!;
        Assert.Equal((NotificationState.NoRecipient, ChannelAddress.None), (lost.State, lost.At));
        Assert.NotNull(lost.EndedAtMs);
        Assert.Null(_outbox.Take(Desk with { Channel = null, Known = ["desk"] }));
        Assert.Equal("lost", Assert.Single(_outbox.List(new NotificationFilter(NotificationState.NoRecipient), 0, 9).Items).Draft.Key);
        Assert.Empty(_outbox.Backlog());
    }

    [Fact]
    public void A_draft_comes_back_as_it_was_handed_in()
    {
        var draft = Drafts.Of("a1:1:duty-1", NotificationPriority.P1, new("robot", "13800000000"), new("mail", "duty@example.org"));

        _outbox.Enqueue(draft);
        Reopen();

        var found = _outbox.Find(draft.Key)!;
        Assert.Equivalent(draft, found.Draft, strict: true);
        Assert.Equal((NotificationState.Queued, 0, 0, new ChannelAddress("robot", "13800000000")), (found.State, found.Rank, found.Tries, found.At));
    }

    [Fact]
    public void What_is_not_due_waits_and_its_lane_says_until_when()
    {
        var due = Drafts.Start.AddMinutes(5);
        _outbox.Enqueue(Drafts.Of("later") with { DueAt = due });

        Assert.Null(_outbox.Take(Desk));
        Assert.Equal(due.ToUnixTimeMilliseconds(), _outbox.NextAtMs(Desk));
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("later", _outbox.Take(Desk)!.MessageKey);
        Assert.Null(_outbox.NextAtMs(Desk));
    }

    [Fact]
    public void What_was_being_sent_when_the_process_died_is_sent_again_under_the_same_key()
    {
        _outbox.Enqueue(Drafts.Of("a1:1:duty-1"));
        var before = _outbox.Take(Desk)!;
        Assert.Equal(NotificationState.Sending, _outbox.Find("a1:1:duty-1")!.State);

        Reopen();
        Assert.Equal(1, _outbox.Recover());
        var after = _outbox.Take(Desk)!;
        Deliver(after, "HTTP 200");

        Assert.Equal(before.MessageKey, after.MessageKey);
        Assert.Equal([(1, AttemptOutcome.Cut), (2, AttemptOutcome.Delivered)], _outbox.Attempts("a1:1:duty-1").Select(a => (a.Number, a.Outcome)));
        Assert.Equal((NotificationState.Delivered, "HTTP 200"), (_outbox.Find("a1:1:duty-1")!.State, _outbox.Find("a1:1:duty-1")!.Detail));
        Assert.Equal(0, _outbox.Recover());
    }

    [Fact]
    public void The_next_address_begins_anew_and_the_last_one_exhausted_means_failed()
    {
        _outbox.Enqueue(Drafts.Of("k", NotificationPriority.P2, new("desk", "x"), new("mail", "y")));
        var ended = new List<(string, NotificationState)>();
        _outbox.Ended += (key, state) => ended.Add((key, state));

        _outbox.Complete(_outbox.Take(Desk)!, new AttemptEnd(AttemptOutcome.Failed, "HTTP 500", NextStep.TryAgain, Drafts.Start.AddSeconds(2).ToUnixTimeMilliseconds()));
        Assert.Null(_outbox.Take(Desk));
        _time.Advance(TimeSpan.FromSeconds(2));
        var second = _outbox.Take(Desk)!;
        Assert.Equal(2, second.Items[0].Tries);
        _outbox.Complete(second, new AttemptEnd(AttemptOutcome.Refused, "HTTP 400", NextStep.NextAddress, 0));
        Assert.Empty(ended);
        var third = _outbox.Take(Desk with { Channel = "mail" })!;
        Assert.Equal((1, new ChannelAddress("mail", "y")), (third.Items[0].Tries, third.To));
        _outbox.Complete(third, new AttemptEnd(AttemptOutcome.Refused, "SMTP 550", NextStep.NextAddress, 0));

        Assert.Equal([("k", NotificationState.Failed)], ended);
        Assert.Equal((NotificationState.Failed, "SMTP 550"), (_outbox.Find("k")!.State, _outbox.Find("k")!.Detail));
        Assert.Equal(["desk", "desk", "mail"], _outbox.Attempts("k").Select(a => a.Channel));
    }

    [Fact]
    public void Only_what_nobody_is_sending_can_be_withdrawn()
    {
        _outbox.Enqueue([Drafts.Of("a"), Drafts.Of("b")]);
        var sending = _outbox.Take(Desk)!;
        var other = sending.MessageKey == "a" ? "b" : "a";

        Assert.Empty(_outbox.SupersedeAll(sending.MessageKey, "acknowledged"));
        Assert.Equal([other], _outbox.SupersedeAll(other, "acknowledged"));
        Assert.Empty(_outbox.SupersedeAll(other, "again"));
        Assert.Empty(_outbox.SupersedeAll("unknown", "acknowledged"));

        Assert.Null(_outbox.Take(Desk));
        Assert.Equal((NotificationState.Superseded, "acknowledged"), (_outbox.Find(other)!.State, _outbox.Find(other)!.Detail));
    }

    [Fact]
    public void P3_to_one_address_are_gathered_after_their_wait_and_stay_together_over_a_crash()
    {
        var lane = new DeliveryLane("robot", NotificationPriority.P3, [], TimeSpan.FromMinutes(5), MaxGathered: 3);
        ChannelAddress here = new("robot", "13800000000"), there = new("robot", "13900000000");
        _outbox.Enqueue([.. Enumerable.Range(1, 4).Select(n => Drafts.Of($"h{n}", NotificationPriority.P3, here)), Drafts.Of("t1", NotificationPriority.P3, there)]);

        Assert.Null(_outbox.Take(lane));
        _time.Advance(TimeSpan.FromMinutes(5));
        var digest = _outbox.Take(lane)!;
        Assert.Equal(["h1", "h2", "h3"], digest.Items.Select(i => i.Draft.Key));
        Reopen();
        _time.Advance(TimeSpan.FromSeconds(1));
        _outbox.Recover();
        var again = _outbox.Take(lane)!;
        var rest = new[] { _outbox.Take(lane)!, _outbox.Take(lane)! };

        // What was cut goes after what has waited longer; its composition and name are unchanged.
        var messages = new[] { again, rest[0], rest[1] }.OrderBy(m => m.MessageKey, StringComparer.Ordinal).ToList();
        Assert.Equal([digest.MessageKey, "h4", "t1"], messages.Select(m => m.MessageKey));
        Assert.Equal(["h1", "h2", "h3"], messages[0].Items.Select(i => i.Draft.Key));
        Assert.Null(_outbox.Take(lane));
        // Four messages went to the robot, whatever they held: that is what its limit counts.
        Assert.Equal(4, _outbox.SentSince("robot", Drafts.Start.ToUnixTimeMilliseconds()).Count);
    }

    [Fact]
    public void Channels_nobody_configured_have_a_lane_of_their_own()
    {
        _outbox.Enqueue([Drafts.Of("known"), Drafts.Of("stray", NotificationPriority.P2, new ChannelAddress("pigeon", "x"))]);
        var strays = new DeliveryLane(null, NotificationPriority.P2, ["desk"], TimeSpan.Zero, MaxGathered: 1);

        Assert.Equal("stray", _outbox.Take(strays)!.MessageKey);
        Assert.Null(_outbox.Take(strays));
        Assert.Equal("known", _outbox.Take(Desk)!.MessageKey);
    }

    [Fact]
    public void The_list_is_filtered_and_paged_newest_first()
    {
        for (var n = 1; n <= 5; n++)
        {
            _outbox.Enqueue(Drafts.Of($"k{n}", n == 5 ? NotificationPriority.P1 : NotificationPriority.P2) with { Recipient = n % 2 == 0 ? "even" : "odd" });
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Deliver(_outbox.Take(Desk)!);

        Assert.Equal(["k5", "k4"], Keys(new NotificationFilter(), skip: 0, take: 2));
        Assert.Equal(["k3", "k2"], Keys(new NotificationFilter(), skip: 2, take: 2));
        Assert.Equal(["k1"], Keys(new NotificationFilter(NotificationState.Delivered), 0, 9));
        Assert.Equal(["k5"], Keys(new NotificationFilter(Priority: NotificationPriority.P1), 0, 9));
        Assert.Equal(["k4", "k2"], Keys(new NotificationFilter(Recipient: "even"), 0, 9));
        Assert.Equal([new NotificationBacklog(NotificationPriority.P1, 1, Drafts.Start.ToUnixTimeMilliseconds()), new NotificationBacklog(NotificationPriority.P2, 3, Drafts.Start.ToUnixTimeMilliseconds())], _outbox.Backlog());
    }

    [Fact]
    public void What_ended_long_ago_is_deleted_with_its_attempts_and_what_is_open_stays()
    {
        _outbox.Enqueue(Drafts.Of("old"));
        Deliver(_outbox.Take(Desk)!);
        _outbox.Enqueue(Drafts.Of("open"));
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, _outbox.Trim(_time.GetUtcNow().ToUnixTimeMilliseconds()));

        Assert.Null(_outbox.Find("old"));
        Assert.Empty(_outbox.Attempts("old"));
        Assert.NotNull(_outbox.Find("open"));
    }

    [Fact]
    public void A_file_of_a_newer_program_is_refused_and_left_as_it_is()
    {
        _outbox.Dispose();
        using (var connection = new SqliteConnection($"Data Source={_folder.Sub("notifications.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=2";
            command.ExecuteNonQuery();
        }

        var fault = Assert.Throws<InvalidDataException>(Open);

        Assert.Contains("version 2; this program reads up to 1", fault.Message, StringComparison.Ordinal);
    }

    private List<string> Keys(NotificationFilter filter, int skip, int take) => [.. _outbox.List(filter, skip, take).Items.Select(i => i.Draft.Key)];

    private void Deliver(TakenMessage message, string receipt = "ok") => _outbox.Complete(message, new AttemptEnd(AttemptOutcome.Delivered, receipt, NextStep.Deliver, 0));

    private NotificationOutbox Open() => NotificationOutbox.Open(_folder.Sub("notifications.db"), _time);

    private void Reopen()
    {
        _outbox.Dispose();
        _outbox = Open();
    }
}
