using System.Security.Cryptography;
using SmartCommunity.Simulators;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Simulators.Run;

public sealed class SimulationRecordTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(ChinaTime.StartMs(new DateOnly(2026, 1, 5)));

    [Theory]
    [InlineData(null)]
    [InlineData("typhoon")]
    [InlineData("badFirmware")]
    public void The_same_seed_start_and_length_give_the_same_bytes_and_labels_twice(string? name)
    {
        var scenario = name is null ? null : ScenarioShelf.Find(name);

        var first = Recording.Of(Start, TimeSpan.FromHours(13), scenario, incidents: 0.5);
        var second = Recording.Of(Start, TimeSpan.FromHours(13), scenario, incidents: 0.5);

        Assert.Equal(Digest(first), Digest(second));
        Assert.Equal(first.Labels.Select(Line), second.Labels.Select(Line));
        Assert.True(first.Summary.Acts > 10_000, $"{first.Summary.Acts} acts");
    }

    [Fact]
    public void Another_seed_gives_other_bytes() =>
        Assert.NotEqual(Digest(Recording.Of(Start, TimeSpan.FromHours(1))), Digest(Recording.Of(Start, TimeSpan.FromHours(1), seed: Recording.Seed + 1)));

    [Fact]
    public void A_longer_recording_begins_with_the_shorter_one()
    {
        var shorter = Recording.Of(Start, TimeSpan.FromHours(1)).Bytes;
        var longer = Recording.Of(Start, TimeSpan.FromHours(2)).Bytes;

        Assert.True(longer.Length > shorter.Length);
        Assert.Equal(shorter, longer[..shorter.Length]);
    }

    [Fact]
    public void Every_incident_of_a_behaviour_has_its_label_and_the_payload_does_not_tell_it()
    {
        var recording = Recording.Of(Start, TimeSpan.FromDays(1), incidents: 1);
        var events = recording.Acts().Where(a => a.EventType() is "sos" or "fall").ToList();

        Assert.Equal(4, events.Count);
        Assert.Equal(events.Select(e => (e.Device, e.EventType())), recording.Labels.Where(l => l.Record == "label").Select(l => (l.Subject, (string?)l.Kind)));
        Assert.All(recording.Labels, l => Assert.Equal("background", l.Origin));
        Assert.All(events, e => Assert.DoesNotContain("label", e.Text, StringComparison.Ordinal));
    }

    private static string Digest(Recording recording) => Convert.ToHexStringLower(SHA256.HashData(recording.Bytes));

    private static string Line(FaultLabel label) => System.Text.Encoding.UTF8.GetString(TruthFile.Line(label));
}
