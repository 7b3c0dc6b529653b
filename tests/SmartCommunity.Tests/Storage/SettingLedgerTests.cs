using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Tests.Storage;

public sealed class SettingLedgerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("settings-").FullName;

    [Fact]
    public void An_older_standing_never_replaces_a_younger_one_and_nothing_is_told_twice()
    {
        using (var ledger = Open())
            Assert.Equal(2, ledger.Settings.Put([Standing("s1", 1, SettingPhase.Acting), Standing("s2", 1, SettingPhase.Waiting, "qilong")]).Count);
        using var again = Open();

        Assert.Equal([Standing("s1", 3, SettingPhase.Ended)], again.Settings.Put([Standing("s1", 3, SettingPhase.Ended)]));
        Assert.Empty(again.Settings.Put([Standing("s1", 1, SettingPhase.Acting), Standing("s1", 3, SettingPhase.Acting)]));

        Assert.Equal(Standing("s1", 3, SettingPhase.Ended), again.Settings.Find("s1"));
        Assert.Null(again.Settings.Find("s3"));
        Assert.Equal(["s2"], again.Settings.List("qilong").Select(s => s.Id));
        Assert.Equal(["s1", "s2"], again.Settings.List("").Select(s => s.Id).Order());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private AlertLedger Open() => AlertLedger.Open(Path.Combine(_folder, "alerts.db"));

    private static SettingStanding Standing(string id, long number, SettingPhase phase, string community = "baihe") => new()
    {
        Id = id, Community = community, Phase = phase, SinceMs = number, EndedHow = "signOfLife", EndedWhat = "pir-1", Muted = 4, MutedAtMs = 9, MutedWhat = "sos device:sos-1", Number = number,
    };
}
