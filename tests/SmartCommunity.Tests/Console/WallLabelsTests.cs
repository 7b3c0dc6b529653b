using SmartCommunity.Console.Live;

namespace SmartCommunity.Tests.Console;

public sealed class WallLabelsTests
{
    private const double Width = 640, Height = 420;

    [Fact]
    public void A_point_with_room_has_its_name_to_the_right()
    {
        var placed = Assert.Single(WallLabels.Place([new WantedLabel(100, 100, "百合社区", 0, IsNeeded: false)], Width, Height));

        Assert.Equal(new PlacedLabel(116, 106, "start", HasLeader: false), placed);
    }

    [Fact]
    public void Names_never_lie_on_each_other_or_on_a_point_of_another_and_stay_on_the_map()
    {
        // Seventeen communities of which nine lie within a finger's breadth, as the towns of a district do.
        WantedLabel[] wanted =
        [
            .. Enumerable.Range(0, 9).Select(i => new WantedLabel(300 + (i % 3 * 26), 200 + (i / 3 * 26), $"社区名称 {i}", i % 3, IsNeeded: i % 4 == 0)),
            .. Enumerable.Range(0, 8).Select(i => new WantedLabel(130 + (i * 50), i % 2 == 0 ? 30 : 390, $"Community {i}", 0, IsNeeded: false)),
        ];

        var placed = WallLabels.Place(wanted, Width, Height);

        var boxes = placed.Index().Where(p => p.Item is not null).Select(p => (p.Index, Box: WallLabels.BoxOf(p.Item!.Value, WallLabels.WidthOf(wanted[p.Index].Text)))).ToArray();
        foreach (var (index, box) in boxes)
        {
            Assert.All(boxes.Where(b => b.Index != index), other => Assert.Equal(0, box.Shared(other.Box)));
            Assert.All(wanted, point => Assert.Equal(0, box.Shared(new(point.X - WallLabels.PointReach, point.Y - WallLabels.PointReach, point.X + WallLabels.PointReach, point.Y + WallLabels.PointReach))));
            Assert.True(box.Left >= 0 && box.Right <= Width && box.Top >= 0 && box.Bottom <= Height, $"{wanted[index].Text} leaves the map: {box}");
        }

        Assert.All(wanted.Index().Where(w => w.Item.IsNeeded), w => Assert.NotNull(placed[w.Index]));
    }

    [Fact]
    public void Whoever_is_needed_has_a_name_even_where_none_fits_and_the_others_go_without()
    {
        var wanted = Enumerable.Range(0, 60).Select(i => new WantedLabel(320 + (i % 8), 210 + (i / 8), "一个名字很长的社区", 0, IsNeeded: i == 59)).ToArray();

        var placed = WallLabels.Place(wanted, Width, Height);

        Assert.NotNull(placed[59]);
        Assert.Contains(placed, static p => p is null);
    }

    [Fact]
    public void The_same_points_have_the_same_names_at_the_same_places()
    {
        var wanted = Enumerable.Range(0, 17).Select(i => new WantedLabel(200 + (i * 7 % 90), 150 + (i * 13 % 70), $"社区 {i}", i % 3, IsNeeded: i % 5 == 0)).ToArray();

        Assert.Equal(WallLabels.Place(wanted, Width, Height), WallLabels.Place(wanted, Width, Height));
    }
}
