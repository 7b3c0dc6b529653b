using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Gateway.LocalRules;

namespace SmartCommunity.Tests.Gateway.LocalRules;

public sealed class MatterMarkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("matter-mark-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Reading_goes_on_before_the_oldest_matter_that_was_under_way()
    {
        var mark = Begun(epoch: 5);
        var first = mark.Open(10);
        var second = mark.Open(20);
        mark.Read(30);

        second();
        Assert.Equal((10, 10), (mark.DoneThrough, Load().ReadThrough));
        first();

        Assert.Equal((30, 30), (mark.DoneThrough, Load().ReadThrough));
        Assert.Equal(5, Load().Epoch);
    }

    [Fact]
    public void Two_matters_of_one_block_are_done_when_both_are()
    {
        var mark = Begun(epoch: 5);
        var (one, other) = (mark.Open(10), mark.Open(10));
        mark.Read(12);

        one();
        Assert.Equal(10, mark.DoneThrough);
        other();

        Assert.Equal(12, mark.DoneThrough);
    }

    [Fact]
    public void A_matter_that_ends_before_its_block_is_read_through_is_not_taken_up_again()
    {
        var mark = Begun(epoch: 5);
        mark.Read(10);

        mark.Open(10)();
        mark.Read(12);

        Assert.Equal(12, Load().ReadThrough);
    }

    [Fact]
    public void What_has_no_matters_is_not_worth_a_write()
    {
        var mark = Begun(epoch: 5);
        mark.Open(0)();
        mark.Read(10);

        mark.Read(11);

        Assert.Equal((11, 10), (mark.DoneThrough, Load().ReadThrough));
    }

    [Fact]
    public void A_new_epoch_begins_anew_and_what_ends_of_the_old_one_moves_nothing()
    {
        var mark = Begun(epoch: 5);
        var old = mark.Open(10);
        mark.Read(30);

        mark.Begin(5);
        mark.Begin(6);
        var young = mark.Open(2);
        mark.Read(3);
        old();
        Assert.Equal(2, mark.DoneThrough);
        young();

        Assert.Equal((6, 3), (Load().Epoch, Load().ReadThrough));
    }

    [Fact]
    public void A_file_that_lost_its_end_begins_anew_in_the_same_epoch()
    {
        var mark = Begun(epoch: 5);
        var old = mark.Open(10);
        mark.Read(30);

        mark.Begin(5);
        old();
        mark.Read(4);

        Assert.Equal((5, 4), (mark.Epoch, mark.DoneThrough));
    }

    [Fact]
    public void A_damaged_file_begins_with_the_oldest()
    {
        var mark = Begun(epoch: 5);
        var end = mark.Open(0);
        mark.Read(30);
        end();
        var bytes = File.ReadAllBytes(Path);
        bytes[0] ^= 1;
        File.WriteAllBytes(Path, bytes);

        Assert.Equal((0, 0), (Load().Epoch, Load().ReadThrough));
    }

    private string Path => System.IO.Path.Combine(_folder, "local.mark");

    private MatterMark Load() => new(Path, NullLogger.Instance);

    private MatterMark Begun(long epoch)
    {
        var mark = Load();
        mark.Begin(epoch);
        return mark;
    }
}
