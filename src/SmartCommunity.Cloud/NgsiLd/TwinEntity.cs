using SmartCommunity.Cloud.Graph;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.NgsiLd;

/// <summary>A value of a quantity in an entity.</summary>
internal sealed record EntityValue(string Quantity, double Value, long AtMs, int Quality);

/// <summary>A relationship in an entity.</summary>
internal sealed record EntityRelation(string Kind, TwinId Target);

/// <summary>
/// What an NGSI-LD entity says of a twin: the common ground of writing and reading. Places bear <see cref="Place"/>; devices bear class, values and geometry.
/// Relations are ordered by kind and target, values by quantity.
/// </summary>
internal sealed record TwinEntity
{
    internal required TwinId Id { get; init; }

    internal string? Class { get; init; }

    internal string Name { get; init; } = "";

    /// <summary>The place as it would be created; its parent is the relation of containment.</summary>
    internal NewPlace? Place { get; init; }

    internal string? GeometryJson { get; init; }

    internal IReadOnlyList<EntityRelation> Relations { get; init; } = [];

    internal IReadOnlyList<EntityValue> Values { get; init; } = [];
}
