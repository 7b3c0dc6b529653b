using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Devices;

namespace SmartCommunity.Tests.Gateway.Devices;

public sealed class DailyUsageTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("usage-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 15, 59, 0, TimeSpan.Zero));

    private string File => Path.Combine(_folder, "usage.bin");

    [Fact]
    public void What_was_saved_counts_on_after_a_restart_and_what_came_after_the_save_is_forgiven()
    {
        using var usage = Open();
        usage.Of("w-1").Taken(usage.Today, 10);
        usage.Of("w-1").Refused(usage.Today);
        usage.Save();
        usage.Of("w-1").Taken(usage.Today, 10);

        using var reopened = Open();

        Assert.Equal(new DeviceUsage { Device = "w-1", Day = usage.Today, Messages = 1, Bytes = 10, Refused = 1 }, reopened.Of("w-1").Read());
        Assert.True(reopened.Of("w-1").WouldExceed(new DeviceQuota(0, 0, 1, 0), reopened.Today, 1));
        Assert.True(reopened.Of("w-1").WouldExceed(new DeviceQuota(0, 0, 0, 14), reopened.Today, 5));
        Assert.False(reopened.Of("w-1").WouldExceed(new DeviceQuota(0, 0, 0, 15), reopened.Today, 5));
        Assert.False(reopened.Of("w-1").WouldExceed(DeviceQuota.None, reopened.Today, 5));
    }

    [Fact]
    public void A_day_ends_at_midnight_in_Shanghai_and_a_clock_put_back_opens_no_second_one()
    {
        using var usage = Open();
        var (yesterday, counter) = (usage.Today, usage.Of("w-1"));
        counter.Taken(yesterday, 10);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(yesterday + 1, usage.Today);
        counter.Taken(usage.Today, 3);
        Assert.Equal((1L, 3L), (counter.Read().Messages, counter.Read().Bytes));

        counter.Taken(yesterday, 3);
        Assert.Equal((yesterday + 1, 2L), (counter.Read().Day, counter.Read().Messages));
    }

    [Fact]
    public void Only_changes_are_told_again()
    {
        using var usage = Open();
        var told = new Dictionary<string, DeviceUsage>();
        usage.Of("w-1").Taken(usage.Today, 1);
        usage.Of("w-2").Taken(usage.Today, 1);

        Assert.Equal(["w-1", "w-2"], usage.News(told).Select(u => u.Device).Order());
        Assert.Empty(usage.News(told));
        usage.Of("w-2").Refused(usage.Today);
        Assert.Equal(["w-2"], usage.News(told).Select(u => u.Device));
        Assert.Equal(2, usage.News([]).Count());
    }

    [Fact]
    public void A_damaged_file_counts_from_zero()
    {
        using (var usage = Open())
        {
            usage.Of("w-1").Taken(usage.Today, 1);
            usage.Save();
        }

        var bytes = System.IO.File.ReadAllBytes(File);
        bytes[^1] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);

        using var reopened = Open();
        Assert.Equal(0, reopened.Of("w-1").Read().Messages);
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    private DailyUsage Open() => new(File, _time, NullLogger<DailyUsage>.Instance);
}
