using Google.Protobuf;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Contracts.Uplink;
using Directory = SmartCommunity.Contracts.Uplink.Directory;

namespace SmartCommunity.Tests.Cloud.Ingest;

public sealed class DirectoryPartsTests
{
    [Fact]
    public void A_directory_that_fits_is_one_part_even_when_it_is_empty()
    {
        var small = Whole(devices: 3);
        var empty = new Directory { Version = 4 };

        Assert.Equal(small, Assert.Single(DirectoryParts.Of(small)));
        Assert.Equal(empty, Assert.Single(DirectoryParts.Of(empty)));
    }

    [Fact]
    public void The_parts_of_60000_devices_are_bounded_and_hold_every_entry_once_in_order()
    {
        var whole = Whole(devices: 60_000);

        var parts = DirectoryParts.Of(whole).ToList();

        Assert.True(whole.CalculateSize() > 2 * DirectoryParts.MaxBytes);
        Assert.All(parts, part => Assert.InRange(new CloudMessage { Directory = part }.CalculateSize(), 1, DirectoryParts.MaxBytes));
        Assert.All(parts, part => Assert.Equal((whole.Version, whole.Full), (part.Version, part.Full)));
        Assert.Equal([.. Enumerable.Repeat(true, parts.Count - 1), false], parts.Select(part => part.More));
        Assert.Equal(whole.Devices, parts.SelectMany(part => part.Devices));
        Assert.Equal(whole.Removed, parts.SelectMany(part => part.Removed));
        Assert.Equal(whole.Mappings, parts.SelectMany(part => part.Mappings));
        Assert.Equal(whole.Classes, parts.SelectMany(part => part.Classes));
    }

    /// <summary>Devices with ids as long as they may be and both tokens, and entries of every other kind.</summary>
    internal static Directory Whole(int devices) => new()
    {
        Version = 7,
        Full = true,
        Devices =
        {
            Enumerable.Range(0, devices).Select(i => new EnrolledDevice
            {
                Community = "baihe", Class = "wearable", Device = $"w-{i:D62}", TokenSha256 = Hash(1), NextTokenSha256 = Hash(2),
            }),
        },
        Classes = { Enumerable.Range(0, 10).Select(i => new ClassModel { Code = $"class-{i}", Domain = "energy", ReportIntervalSeconds = 60, InterfaceJson = new string(' ', 1024) }) },
        Removed = { Enumerable.Range(0, 10).Select(i => $"gone-{i}") },
        Mappings = { Enumerable.Range(0, 10).Select(i => new FieldMapping { Class = "wearable", Field = $"字段{i}", Quantity = "heartRate", Scale = 1 }) },
    };

    private static ByteString Hash(byte of)
    {
        const int HashBytes = 32;
        return ByteString.CopyFrom([.. Enumerable.Repeat(of, HashBytes)]);
    }
}
