namespace SmartCommunity.Cloud.Provisioning;

/// <summary>Which certificates to list.</summary>
/// <param name="Community">Of devices of this community; null: of all.</param>
/// <param name="State">One of <see cref="States"/>; null: any.</param>
/// <param name="Search">Text in device id or serial; null: any.</param>
public sealed record CertificateQuery(string? Community = null, string? State = null, string? Search = null)
{
    /// <summary>A month: devices renew at two thirds of a year's life, so what is this close has missed it.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <summary>What can be asked for; <c>expiring</c>: good, for <see cref="Soon"/> at most.</summary>
    public static IReadOnlyList<string> States { get; } = ["good", "expiring", "expired", "revoked"];
}
