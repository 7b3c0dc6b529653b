using System.Globalization;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Provisioning;

/// <summary>The rules of a delivery of devices that wait to be claimed. Pure.</summary>
internal static class ClaimCheck
{
    /// <summary>Most ids named one by one: what a request body holds.</summary>
    internal const int MaxNamed = 1_000;

    /// <summary>Most ids generated at once: a pallet.</summary>
    internal const int MaxGenerated = 5_000;

    /// <summary>Ten years: longer than any device waits on a shelf.</summary>
    internal const int MaxDays = 3_650;

    /// <summary>Ids of one statement, far below SQLite's 32,766 parameters.</summary>
    internal const int ChunkIds = 1_000;

    /// <summary>Ids a message shows.</summary>
    internal const int ShownIds = 5;

    /// <summary>The ids asked for, and what is wrong with how they are asked for.</summary>
    internal static (IReadOnlyList<string> Ids, IReadOnlyList<Fault> Faults) Ids(NewClaims claims)
    {
        var faults = new List<Fault>();
        if (!Identifier.IsValid(claims.Batch))
            faults.Add(new Fault(FaultKind.Invalid, "batch", Identifier.Fault("batch", claims.Batch)));
        if (claims.ExpiresInDays is < 1 or > MaxDays)
            faults.Add(new Fault(FaultKind.Invalid, "expiresInDays", $"expiresInDays is {claims.ExpiresInDays}; it must be 1 to {MaxDays}."));
        var named = claims.Devices ?? [];
        if (named.Count > 0 == claims.Count > 0)
            faults.Add(new Fault(FaultKind.Invalid, "devices", "Give either devices (their ids) or prefix and count."));
        else if (named.Count > MaxNamed)
            faults.Add(new Fault(FaultKind.Invalid, "devices", $"devices holds {named.Count} ids; the limit is {MaxNamed}."));
        else if (claims.Count is < 0 or > MaxGenerated)
            faults.Add(new Fault(FaultKind.Invalid, "count", $"count is {claims.Count}; it must be 1 to {MaxGenerated}."));
        if (faults.Count > 0)
            return ([], faults);
        var ids = named.Count > 0 ? named : Generated(claims.Prefix ?? "", claims.Count);
        var field = named.Count > 0 ? "devices" : "prefix";
        if (ids.FirstOrDefault(id => !Identifier.IsValid(id)) is { } bad)
            faults.Add(new Fault(FaultKind.Invalid, field, Identifier.Fault("id", bad)));
        if (ids.Distinct(StringComparer.Ordinal).Count() != ids.Count)
            faults.Add(new Fault(FaultKind.Invalid, field, "An id stands twice."));
        return (ids, faults);
    }

    /// <summary>Faults of class, dialect and profile: those of a device that would be enrolled so.</summary>
    internal static IReadOnlyList<Fault> Faults(NewClaims claims, DeviceCheck check)
    {
        var sample = new NewDevice { Id = "x", Community = "", Class = claims.Class, Dialect = claims.Dialect ?? "", Profile = claims.Profile ?? "" };
        return [.. check.Complete(sample).Faults.Where(fault => fault.Field is "class" or "dialect" or "profile")];
    }

    private static string[] Generated(string prefix, int count)
    {
        var digits = count.ToString(CultureInfo.InvariantCulture).Length;
        return [.. Enumerable.Range(1, count).Select(i => prefix + i.ToString($"D{digits}", CultureInfo.InvariantCulture))];
    }
}
