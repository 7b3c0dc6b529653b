namespace SmartCommunity.Storage.Registry;

/// <summary>How far a command got. Stored as the number, which also orders the states; never renumber.</summary>
public enum CommandStage
{
    /// <summary>Stored in the cloud.</summary>
    Queued = 0,

    /// <summary>On the gateway's disk.</summary>
    Sent = 1,

    /// <summary>The device acknowledged it.</summary>
    Delivered = 2,

    /// <summary>The device carried it out.</summary>
    Succeeded = 3,

    /// <summary>The device or the gateway says it was not carried out.</summary>
    Failed = 4,

    /// <summary>Its time ran out.</summary>
    Expired = 5,
}

/// <summary>A command to a device and its lifecycle.</summary>
public sealed class CommandRow
{
    public required string Id { get; init; }

    public required string Device { get; init; }

    public required string Community { get; init; }

    public required string Gateway { get; init; }

    public required string Name { get; init; }

    /// <summary>Arguments as a JSON object; null when there are none.</summary>
    public string? ArgsJson { get; init; }

    public required CommandStage Stage { get; set; }

    public required long CreatedAtMs { get; init; }

    public required long ExpiresAtMs { get; init; }

    /// <summary>When it was first given to the uplink. From then on the gateway may have it, so only the gateway knows its fate.</summary>
    public long? HandedAtMs { get; set; }

    public long? SentAtMs { get; set; }

    public long? DeliveredAtMs { get; set; }

    public long? EndedAtMs { get; set; }

    /// <summary>The device's answer or the reason of a failure, as the gateway reported it.</summary>
    public string? ResultJson { get; set; }
}
