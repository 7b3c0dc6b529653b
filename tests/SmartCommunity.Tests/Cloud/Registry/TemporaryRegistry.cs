using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Tests.Cloud.Registry;

/// <summary>A registry in a temporary folder with one gateway and a clock that stands still. Disposing deletes it.</summary>
internal sealed class TemporaryRegistry : IAsyncDisposable
{
    internal const string Gateway = "gw-1";

    internal static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private TemporaryRegistry(string folder, DateTimeOffset start)
    {
        Folder = folder;
        Time = new FakeTimeProvider(start);
        (Store, Index, Gateways, Devices) = Open();
    }

    internal string Folder { get; }

    internal string File => Path.Combine(Folder, "registry.db");

    internal FakeTimeProvider Time { get; }

    internal RegistryStore Store { get; private set; }

    internal EnrolmentIndex Index { get; private set; }

    internal GatewayEnrolment Gateways { get; private set; }

    internal DeviceRegistry Devices { get; private set; }

    internal PlaceDirectory Places => new(Store);

    internal AuthorityDesk Authorities => new(Store, Gateways, new RegistryOptions { Path = File }, Time);

    internal CertificateDesk Certificates => new(Store, Authorities, Gateways, Time, NullLogger<CertificateDesk>.Instance);

    internal CertificateRenewal Renewal => new(Store, Certificates, Time, NullLogger<CertificateRenewal>.Instance);

    internal ProfileRegistry Profiles => new(Store, Gateways, Time);

    internal static async Task<TemporaryRegistry> CreateAsync(DateTimeOffset? start = null)
    {
        var registry = new TemporaryRegistry(Directory.CreateTempSubdirectory("sc-registry-").FullName, start ?? Start);
        await registry.Gateways.EnsureGatewayAsync(Gateway, "Gateway 1", "gateway-token", TestContext.Current.CancellationToken);
        return registry;
    }

    internal static NewDevice Device(string id, string @class = "wearable", string community = "baihe") => new() { Id = id, Community = community, Class = @class };

    /// <summary>Closes the file and opens it again, as a restart does.</summary>
    internal void Reopen()
    {
        Store.Dispose();
        (Store, Index, Gateways, Devices) = Open();
    }

    public ValueTask DisposeAsync()
    {
        Store.Dispose();
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private (RegistryStore, EnrolmentIndex, GatewayEnrolment, DeviceRegistry) Open()
    {
        var store = RegistryStore.Open(File);
        var index = new EnrolmentIndex(store);
        var gateways = new GatewayEnrolment(store, Time);
        return (store, index, gateways, new DeviceRegistry(store, index, gateways, Time, NullLogger<DeviceRegistry>.Instance));
    }
}
