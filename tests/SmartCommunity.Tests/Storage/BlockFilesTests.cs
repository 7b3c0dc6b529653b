using SmartCommunity.Storage.Series;

namespace SmartCommunity.Tests.Storage;

public sealed class BlockFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_appended_is_read_and_a_later_run_appends_to_a_file_of_its_own()
    {
        BlockPlace first, second;
        using (var files = Open())
        {
            var places = files.Append([Block(1, 10), Block(2, 0)]);
            (first, second) = (places[0], places[1]);
        }

        using var again = Open((first.File, second.Offset + BlockFiles.HeaderBytes));
        var third = Assert.Single(again.Append([Block(3, 9)]));

        Assert.Equal([(1, 0, 10), (1, 26, 0), (2, 0, 9)], new[] { first, second, third }.Select(static p => ((int)p.File, (int)p.Offset, p.Bytes)));
        Assert.Equal(Block(1, 10).Bytes, Read(again, first, 1));
        Assert.Equal(Block(2, 0).Bytes, Read(again, second, 2));
        Assert.Equal(Block(3, 9).Bytes, Read(again, third, 3));
    }

    [Fact]
    public void Blocks_smaller_and_larger_than_a_window_are_read_in_any_order()
    {
        using var files = Open();
        LogBlock[] blocks = [.. Enumerable.Range(1, 300).Select(static i => Block(i, i % 50 == 0 ? 100_000 : i * 7))];
        var places = files.Append(blocks);
        using var reader = files.Reader(places[0].File);

        foreach (var i in Enumerable.Range(0, 300).Concat([299, 0, 150, 149, 49]))
            Assert.Equal(blocks[i].Bytes, reader.Read(places[i], blocks[i].BlockId));
        Assert.Throws<DamagedBlockException>(() => reader.Read(places[^1] with { Offset = places[^1].Offset + 1 }, 300));
        Assert.Throws<DamagedBlockException>(() => reader.Read(places[^1] with { Bytes = places[^1].Bytes + 1 }, 300));
    }

    [Theory]
    [InlineData(0)] // Length.
    [InlineData(4)] // Checksum.
    [InlineData(8)] // Id.
    [InlineData(16)] // First byte.
    [InlineData(25)] // Last byte.
    public void A_flipped_bit_is_found(int offset)
    {
        using var files = Open();
        var place = Assert.Single(files.Append([Block(7, 10)]));
        using (var file = new FileStream(files.PathOf(place.File), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = offset;
            var value = file.ReadByte();
            file.Position = offset;
            file.WriteByte((byte)(value ^ 1));
        }

        var fault = Assert.Throws<DamagedBlockException>(() => Read(files, place, 7));

        Assert.Contains("Block 7 at 0", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_torn_or_missing_file_is_named_at_the_start()
    {
        using (var files = Open())
            files.Append([Block(1, 10)]);

        Assert.Contains("shorter than 27 bytes", Assert.Throws<SeriesStoreUnavailableException>(() => Open((1, 27))).Message, StringComparison.Ordinal);
        Assert.Contains("0000000002.blocks", Assert.Throws<SeriesStoreUnavailableException>(() => Open((2, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_files_without_places_are_deleted_and_never_the_one_appended_to()
    {
        using (var files = Open())
            files.Append([Block(1, 1)]);
        using (var files = Open())
            files.Append([Block(2, 1)]);
        using var last = Open();
        last.Append([Block(3, 1)]);

        await last.DeleteExceptAsync(new HashSet<long> { 2 }, last.Current, TestContext.Current.CancellationToken);

        Assert.Equal(["0000000002.blocks", "0000000003.blocks"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    private BlockFiles Open(params (long Number, long Bytes)[] known) =>
        BlockFiles.Open(_folder.Path, known.ToDictionary(static f => f.Number, static f => f.Bytes));

    private static byte[] Read(BlockFiles files, BlockPlace place, long blockId)
    {
        using var reader = files.Reader(place.File);
        return reader.Read(place, blockId);
    }

    private static LogBlock Block(long id, int bytes) => new(id, Enumerable.Range(0, bytes).Select(i => (byte)(id + i)).ToArray());
}
