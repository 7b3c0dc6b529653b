using SmartCommunity.Gateway.Outbox;

using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Gateway.Outbox;

public sealed class LaneFileTests : IDisposable
{
    private const int Page = 4_096, Blocks = 64, BlockBytes = 64 << 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("lane-").FullName;

    [Theory]
    [InlineData(int.MaxValue, 0, 0)] // Everything.
    [InlineData(int.MaxValue, 300, 300)] // But for what is kept.
    [InlineData(100, 300, (Blocks * BlockBytes / Page) - 100)] // No more at once than is asked.
    public void Freed_pages_go_back_to_the_disk_but_for_those_that_are_kept(int most, int kept, int left)
    {
        var path = Path.Combine(_folder, "routine.db");
        using (var file = LaneFile.Open(path))
        {
            file.Begin();
            for (var i = 1; i <= Blocks; i++)
                file.Insert(i, count: 1, new byte[BlockBytes]);
            file.Commit();
            file.DeleteThrough(Blocks);
            file.Vacuum(most, kept);
            file.Vacuum(pages: 0, kept);
        }

        // A few pages are the schema's, and a block lies on one more than it fills.
        Assert.InRange(new FileInfo(path).Length / Page, left, left + Blocks + 20);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
