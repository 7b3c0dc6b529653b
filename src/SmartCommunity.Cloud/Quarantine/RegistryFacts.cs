using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Cloud.Quarantine;

/// <summary>What dialects ask, answered from the registry as it stood when this was made. Immutable.</summary>
internal sealed class RegistryFacts(
    Func<DeviceAddress, string, FieldConversion?> map, IReadOnlyDictionary<string, DialectProfile> profiles, EnrolmentIndex enrolments) : IDeviceFacts
{
    internal static async Task<RegistryFacts> ReadAsync(RegistryStore registry, FieldMappings mappings, EnrolmentIndex enrolments, CancellationToken cancellationToken)
    {
        await using var context = registry.CreateDbContext();
        var profiles = await context.Profiles.AsNoTracking()
            .ToDictionaryAsync(p => p.Name, p => new DialectProfile(p.Name, p.Kind, p.Body), StringComparer.Ordinal, cancellationToken);
        return new RegistryFacts(await mappings.SnapshotAsync(cancellationToken), profiles, enrolments);
    }

    public FieldConversion? Map(DeviceAddress address, string field) => map(address, field);

    public DeviceAddress? FindCarried(string carrier, string alias) =>
        enrolments.FindCarried(carrier, alias) is { } enrolment ? new DeviceAddress(enrolment.Community, enrolment.Class, enrolment.Device) : null;

    public string? ProfileOf(DeviceAddress device) => enrolments.Find(device.Device) is { Profile.Length: > 0 } enrolment ? enrolment.Profile : null;

    public string? AliasOf(DeviceAddress device) => enrolments.Find(device.Device)?.Name;

    public DialectProfile? Profile(string name) => profiles.GetValueOrDefault(name);
}
