using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using Directory = SmartCommunity.Contracts.Uplink.Directory;

namespace SmartCommunity.Tests.Gateway.Devices;

public sealed class DeviceDirectoryTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("directory-").FullName;

    [Fact]
    public void A_directory_is_found_again_after_a_restart_without_a_cloud()
    {
        Open().Apply(Full(7, Device("w-1", token: 1)));

        var reopened = Open();

        Assert.Equal(7, reopened.Version);
        Assert.Equal(new DeviceAddress("baihe", "wearable", "w-1"), reopened.Find("w-1")!.Address);
        Assert.Equal([1], reopened.Find("w-1")!.TokenSha256.ToArray());
        Assert.Null(reopened.Find("W-1"));
    }

    [Fact]
    public void A_change_touches_only_what_it_names_and_a_full_directory_replaces_all()
    {
        var directory = Open();
        directory.Apply(Full(1, Device("w-1"), Device("w-2"), Device("w-3")));

        directory.Apply(new Directory { Version = 2, Devices = { Device("w-4"), Retired("w-2") }, Removed = { "w-3" } });
        Assert.Equal(["w-1", "w-4"], new[] { "w-1", "w-2", "w-3", "w-4" }.Where(id => directory.Find(id) is not null));

        directory.Apply(Full(3, Device("w-5")));
        Assert.Equal((1, 3), (directory.Count, directory.Version));
    }

    [Fact]
    public void Removed_retired_moved_and_changed_credentials_are_revoked_and_a_rotation_is_not()
    {
        var directory = Open();
        directory.Apply(Full(1, Device("removed"), Device("retired"), Device("moved"), Device("changed", 1), Device("rotating", 1), Device("same", 1)));
        IReadOnlyCollection<string> revoked = [];
        directory.Revoked += ids => revoked = ids;
        var moved = Device("moved");
        moved.Community = "qianjiang";
        var rotating = Device("rotating", 1);
        rotating.NextTokenSha256 = ByteString.CopyFrom(2);

        directory.Apply(new Directory
        {
            Version = 2, Devices = { Retired("retired"), moved, Device("changed", 2), rotating, Device("same", 1) }, Removed = { "removed" },
        });
        Assert.Equal(["changed", "moved", "removed", "retired"], revoked.Order());

        revoked = [];
        directory.Apply(new Directory { Version = 3, Devices = { Device("rotating", 2) } });
        Assert.Equal(["rotating"], revoked);
    }

    [Fact]
    public void A_mapping_of_the_device_goes_before_one_of_its_class()
    {
        var directory = Open();
        var full = Full(1, Device("w-1"));
        full.Mappings.Add(new FieldMapping { Class = "wearable", Field = "hr", Quantity = "heartRate", Scale = 1 });
        full.Mappings.Add(new FieldMapping { Class = "wearable", Device = "w-1", Field = "hr", Quantity = "heartRate", Scale = 2 });
        directory.Apply(full);

        Assert.Equal(2, directory.Map(new DeviceAddress("baihe", "wearable", "w-1"), "hr")!.Value.Scale);
        Assert.Equal(1, directory.Map(new DeviceAddress("baihe", "wearable", "w-2"), "hr")!.Value.Scale);
        Assert.Null(directory.Map(new DeviceAddress("baihe", "pir", "w-1"), "hr"));
        Assert.Null(directory.Map(new DeviceAddress("baihe", "wearable", "w-1"), "HR"));
    }

    [Fact]
    public void A_carried_device_is_found_by_its_carriers_name_for_it_and_by_no_other_way()
    {
        var directory = Open();
        directory.Apply(Full(1, Device("c-1"), Carried("d-1", "c-1", "表 7"), Carried("d-2", "c-1", "")));

        Assert.Equal("d-1", directory.FindCarried("c-1", "表 7")!.Value.Device);
        Assert.Equal("d-2", directory.FindCarried("c-1", "d-2")!.Value.Device);
        Assert.Null(directory.FindCarried("c-1", "d-1"));
        Assert.Null(directory.FindCarried("c-2", "表 7"));
        Assert.Null(directory.FindCarried("", "c-1"));
        Assert.Equal(("vendorJson", "p", "c-1"), directory.Find("d-1") is { } e ? (e.Dialect, e.Profile, e.Via) : default);
        Assert.Equal("native", directory.Find("c-1")!.Dialect);

        directory.Apply(new Directory { Version = 2, Devices = { Carried("d-1", "c-1", "表 8") } });
        Assert.Null(directory.FindCarried("c-1", "表 7"));
        Assert.Equal("d-1", directory.FindCarried("c-1", "表 8")!.Value.Device);
    }

    [Fact]
    public void Both_tokens_of_a_rotation_lead_to_the_device_and_a_retired_ones_to_nobody()
    {
        byte[] first = [.. Enumerable.Range(0, 32).Select(i => (byte)i)], next = [.. Enumerable.Range(32, 32).Select(i => (byte)i)];
        var device = Device("w-1");
        (device.TokenSha256, device.NextTokenSha256) = (ByteString.CopyFrom(first), ByteString.CopyFrom(next));
        var directory = Open();
        directory.Apply(Full(1, device, Device("w-2")));

        Assert.Equal("w-1", directory.FindByToken(first)!.Address.Device);
        Assert.Equal("w-1", directory.FindByToken(next)!.Address.Device);
        Assert.Null(directory.FindByToken(new byte[32]));
        Assert.Null(directory.FindByToken([9]));
        Assert.Null(directory.FindByToken([]));
        directory.Apply(new Directory { Version = 2, Devices = { Retired("w-1") } });
        Assert.Null(directory.FindByToken(first));
    }

    [Fact]
    public void Profiles_are_the_complete_list_and_only_changes_are_told()
    {
        var directory = Open();
        var told = new List<string>();
        directory.ProfilesChanged += names => told.Add(string.Join(',', names.Order().Select(n => n + "=" + directory.Profile(n)?.Body)));
        Directory With(long version, params Profile[] profiles) => new() { Version = version, Profiles = { profiles } };
        Profile Of(string name, string body) => new() { Name = name, Kind = "modbus", Body = body };

        directory.Apply(With(1, Of("a", "1"), Of("b", "1")));
        directory.Apply(With(2, Of("a", "1"), Of("b", "2")));
        directory.Apply(With(3, Of("a", "1"), Of("b", "2")));
        directory.Apply(With(4, Of("b", "2")));

        Assert.Equal(["a=1,b=1", "b=2", "a="], told);
        Assert.Equal(new DialectProfile("b", "modbus", "2"), Open().Profile("b"));
        Assert.Null(directory.Profile("a"));
    }

    [Fact]
    public void A_changed_dialect_or_carrier_ends_the_session_that_was_begun_under_the_old_one()
    {
        var directory = Open();
        directory.Apply(Full(1, Device("c-1"), Device("w-1"), Device("w-2")));
        IReadOnlyCollection<string> revoked = [];
        directory.Revoked += ids => revoked = ids;
        var other = Device("w-2");
        other.Dialect = "thingsBoard";

        directory.Apply(new Directory { Version = 2, Devices = { Carried("w-1", "c-1", "x"), other } });

        Assert.Equal(["w-1", "w-2"], revoked.Order());
    }

    [Fact]
    public void A_damaged_file_is_set_aside_and_the_directory_asks_for_all()
    {
        Open().Apply(Full(7, Device("w-1")));
        var path = Path.Combine(_folder, "devices.bin");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        var directory = Open();

        Assert.Equal((0, 0), (directory.Version, directory.Count));
        Assert.True(File.Exists(path + ".damaged"));
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    private DeviceDirectory Open() => new(Path.Combine(_folder, "devices.bin"), NullLogger<DeviceDirectory>.Instance);

    private static Directory Full(long version, params EnrolledDevice[] devices) => new() { Version = version, Full = true, Devices = { devices } };

    private static EnrolledDevice Device(string id, byte token = 9) => new()
    {
        Community = "baihe", Class = "wearable", Device = id, TokenSha256 = ByteString.CopyFrom(token),
    };

    private static EnrolledDevice Carried(string id, string via, string alias) => new()
    {
        Community = "baihe", Class = "wearable", Device = id, Dialect = "vendorJson", Profile = "p", Via = via, Alias = alias,
    };

    private static EnrolledDevice Retired(string id)
    {
        var device = Device(id);
        device.Retired = true;
        return device;
    }
}
