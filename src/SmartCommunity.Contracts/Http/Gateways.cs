namespace SmartCommunity.Contracts.Http;

/// <summary>A gateway to register.</summary>
public sealed record NewGateway
{
    /// <summary>Gateway id: 1 to 64 characters a-z A-Z 0-9 _ -.</summary>
    public required string Id { get; init; }

    /// <summary>Name shown to people, at most 120 characters; the id when empty.</summary>
    public string Name { get; init; } = "";
}

/// <summary>A gateway and its token, which is shown this once and stored only as a hash.</summary>
public sealed record EnrolledGatewayView(string Id, string Name, string Token);

/// <summary>Which quarantined payloads to run again; what is absent matches everything.</summary>
public sealed record RerunRequest
{
    public string? Community { get; init; }

    public string? Device { get; init; }

    public string? Reason { get; init; }

    /// <summary>Ids of payloads, at most 1,000.</summary>
    public IReadOnlyList<long>? Ids { get; init; }
}

/// <summary>Quarantined payloads to dismiss, 1 to 1,000.</summary>
public sealed record DismissRequest(IReadOnlyList<long> Ids);

/// <summary>How many quarantined payloads were dismissed.</summary>
public sealed record DismissReport(int Dismissed);
