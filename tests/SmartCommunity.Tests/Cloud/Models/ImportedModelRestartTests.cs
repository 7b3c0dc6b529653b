using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Models;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Registry;
using SmartCommunity.Tests.Telemetry.Payloads;

namespace SmartCommunity.Tests.Cloud.Models;

[Collection(nameof(ImportedClasses))]
public sealed class ImportedModelRestartTests : IDisposable
{
    private static readonly ModelTraits Beside = new(null, null, "environment", 300);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => ImportedClasses.WithdrawAll();

    [Fact]
    public async Task The_registry_brings_its_imported_classes_back_after_a_restart()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await ImportAsync(registry);
        var before = DeviceClassCatalogue.Current.FindImported("soilProbe")!;
        ImportedClasses.WithdrawAll();

        ModelRows.Open(registry.File, NullLogger.Instance).Dispose();

        var after = DeviceClassCatalogue.Current.FindImported("soilProbe")!;
        Assert.Equal((before.InterfaceJson, before.Traits, before.ImportedAt), (after.InterfaceJson, after.Traits, after.ImportedAt));
        Assert.Equal(TimeSpan.FromMinutes(5), after.Class.ReportInterval);
    }

    [Fact]
    public async Task A_gateway_learns_the_classes_its_devices_have_and_knows_them_after_a_restart_without_the_cloud()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await ImportAsync(registry);
        Assert.Empty((await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel)).Classes);
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("probe-1", "soilProbe"), Cancel);
        var directory = await registry.Gateways.DirectoryAsync(TemporaryRegistry.Gateway, 0, Cancel);
        var path = Path.Combine(registry.Folder, "devices.bin");
        ImportedClasses.WithdrawAll();

        new DeviceDirectory(path, NullLogger<DeviceDirectory>.Instance).Apply(directory);
        Assert.Single(Decoding.Telemetry("""{"v":{"temp":18.5}}"""u8, "soilProbe").Messages);
        ImportedClasses.WithdrawAll();
        Assert.Empty(Decoding.Telemetry("""{"v":{"temp":18.5}}"""u8, "soilProbe").Messages);
        _ = new DeviceDirectory(path, NullLogger<DeviceDirectory>.Instance);

        Assert.Single(Decoding.Telemetry("""{"v":{"temp":18.5}}"""u8, "soilProbe").Messages);
    }

    [Fact]
    public async Task A_class_of_a_retired_device_stays_because_the_log_speaks_of_it()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var models = await ImportAsync(registry);
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("probe-1", "soilProbe"), Cancel);
        await registry.Devices.RetireAsync("probe-1", Cancel);

        var outcome = await models.RemoveAsync("dtmi:acme:soilProbe;1", "test", Cancel);

        Assert.Contains("1 devices (retired ones included)", Assert.Single(outcome.Faults).Message, StringComparison.Ordinal);
        Assert.NotNull(DeviceClassCatalogue.Current.Find("soilProbe"));
    }

    [Fact]
    public async Task An_import_that_is_the_same_keeps_the_very_instance_that_twins_hold()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var models = await ImportAsync(registry);
        var before = DeviceClassCatalogue.Current.Find("soilProbe");

        var again = await models.ImportAsync(Encoding.UTF8.GetBytes($"  {ImportedClasses.Interface()}"), Beside, dryRun: false, "test", Cancel);

        Assert.Equal("unchanged", Assert.Single(again.Value!.Models).Outcome);
        Assert.Same(before, DeviceClassCatalogue.Current.Find("soilProbe"));
    }

    private static async Task<ImportedModels> ImportAsync(TemporaryRegistry registry)
    {
        var models = new ImportedModels(registry.Store, registry.Time);
        var outcome = await models.ImportAsync(Encoding.UTF8.GetBytes(ImportedClasses.Interface()), Beside, dryRun: false, "test", Cancel);
        Assert.Empty(outcome.Faults);
        return models;
    }
}
