using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Quarantine;

/// <summary>Payloads that were not accepted: look at them, map a vendor's field, run them again. Thread-safe.</summary>
public sealed class QuarantineDesk
{
    public Task<Page<QuarantineView>> ListAsync(QuarantineFilter filter, int page, int pageSize, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<IReadOnlyList<FieldMappingView>> MappingsAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Adds or replaces the mapping of (class, device, field); gateways get it at once.</summary>
    public Task<Outcome<FieldMappingView>> MapAsync(FieldMappingView mapping, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<Outcome<FieldMappingView>> UnmapAsync(long id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Decodes quarantined payloads again with today's mappings; what is accepted is stored with its own times.</summary>
    public Task<Outcome<RerunReport>> RerunAsync(QuarantineFilter filter, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<int> DismissAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => throw new NotImplementedException();
}
