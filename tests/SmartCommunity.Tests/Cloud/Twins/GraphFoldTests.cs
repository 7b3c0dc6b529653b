using MessagePack;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Tests.Cloud.Twins;

public sealed class GraphFoldTests
{
    private const string Community = "baihe";
    private const long T0 = 1_760_000_000_000;

    [Fact]
    public void The_later_version_of_a_twin_stands_in_whichever_order_they_come()
    {
        var state = new LogWriter(Community).Twin("building:b-1", version: 7, "新").Twin("building:b-1", version: 5, "旧").Fold();

        Assert.Equal("新", state.Twins["building:b-1"].NameZh);
        Assert.Equal(7, state.GraphVersion);
    }

    [Fact]
    public void Reported_properties_merge_by_the_devices_own_time_and_count_their_changes()
    {
        var state = new LogWriter(Community).Enrol("w-1", "wearable")
            .Event("w-1", "wearable", "reported", "r-1", T0, """{"mode":"eco","level":1}""")
            .Event("w-1", "wearable", "reported", "r-2", T0 + 2, """{"level":2}""")
            .Event("w-1", "wearable", "reported", "r-3", T0 + 1, """{"level":9}""")
            .Event("w-1", "wearable", "reported", "r-2", T0 + 2, """{"level":2}""")
            .Fold();

        var twin = state.Devices["w-1"];
        Assert.Equal(("""{"level":2,"mode":"eco"}""", 2, T0 + 2), (twin.ReportedJson, twin.ReportedVersion, twin.ReportedAtMs));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    [InlineData("""{"bad name":1}""")]
    public void What_is_no_properties_changes_nothing(string data)
    {
        var state = new LogWriter(Community).Enrol("w-1", "wearable").Event("w-1", "wearable", "reported", "r-1", T0, data).Fold();

        Assert.Null(state.Devices["w-1"].ReportedJson);
        Assert.Equal(0, state.Devices["w-1"].ReportedVersion);
        Assert.Equal(T0, state.Devices["w-1"].LastReceivedAtMs);
    }

    [Fact]
    public void A_snapshot_keeps_twins_and_reported_properties_packed_or_not()
    {
        var state = new LogWriter(Community).Enrol("w-1", "wearable").Twin("building:b-1", version: 7, "一幢")
            .Event("w-1", "wearable", "reported", "r-1", T0, """{"mode":"eco"}""").Fold();
        var bytes = CommunitySnapshot.Write(state);

        var read = CommunitySnapshot.Read(bytes);
        var unpacked = CommunitySnapshot.Read(CommunitySnapshot.Pack(state));

        Assert.Equal(state.Twins["building:b-1"] with { Relations = [] }, read.Twins["building:b-1"] with { Relations = [] });
        Assert.Equal([new LoggedRelation("partOf", "community:baihe")], read.Twins["building:b-1"].Relations);
        Assert.Equal("""{"mode":"eco"}""", read.Devices["w-1"].ReportedJson);
        Assert.Equal(bytes, CommunitySnapshot.Write(read));
        Assert.Equal(bytes, CommunitySnapshot.Write(unpacked));
    }

    [Fact]
    public void A_snapshot_of_the_program_before_is_read()
    {
        object[] values = ["heartRate", 72.0, T0, T0, (byte)0];
        object[] device = ["w-1", "wearable", "gw-1", false, true, T0, 0L, new object[] { values }];
        object[] state = [Community, 12L, T0, 3L, T0, 5L, 5L, 0.5, new object[] { device }, Array.Empty<object>()];

        var read = CommunitySnapshot.Read(MessagePackSerializer.Serialize(state, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((12, 0, 0), (read.Position, read.WrittenAtMs, read.GraphVersion));
        Assert.Empty(read.Twins);
        Assert.Equal((true, null), (read.Devices["w-1"].Online, read.Devices["w-1"].ReportedJson));
        Assert.Equal(72, read.Devices["w-1"].Latest.Single(v => v.IsSet).Value);
    }

    [Fact]
    public void Kinds_of_log_entries_keep_their_numbers()
    {
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], Enum.GetValues<LogEntryKind>().Select(kind => (int)kind));
    }
}
