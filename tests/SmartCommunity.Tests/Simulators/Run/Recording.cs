using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartCommunity.Simulators;

namespace SmartCommunity.Tests.Simulators.Run;

/// <summary>One line of a recorded simulation.</summary>
internal sealed record RecordedAct(long DueMs, string Device, string What, string Topic, byte[] Payload)
{
    internal string Text => Encoding.UTF8.GetString(Payload);

    internal bool IsTelemetry => What == "publish" && Topic.EndsWith("/telemetry", StringComparison.Ordinal);

    /// <summary>A value of the payload; null when it has none or is no JSON.</summary>
    internal double? Value(string quantity)
    {
        try
        {
            using var json = JsonDocument.Parse(Payload);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("v", out var values) || values.ValueKind != JsonValueKind.Object || !values.TryGetProperty(quantity, out var value))
                return null;
            return value.ValueKind switch { JsonValueKind.True => 1, JsonValueKind.False => 0, JsonValueKind.Number => value.GetDouble(), _ => null };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The instant the payload claims.</summary>
    internal long At()
    {
        using var json = JsonDocument.Parse(Payload);
        return json.RootElement.GetProperty("ts").GetInt64();
    }

    internal string? EventType()
    {
        if (What != "publish" || !Topic.EndsWith("/event", StringComparison.Ordinal))
            return null;
        using var json = JsonDocument.Parse(Payload);
        return json.RootElement.GetProperty("type").GetString();
    }
}

/// <summary>A simulation of one community, recorded in memory.</summary>
internal sealed record Recording(byte[] Bytes, IReadOnlyList<FaultLabel> Labels, RecordSummary Summary)
{
    internal const ulong Seed = 2026;

    internal static Recording Of(DateTimeOffset start, TimeSpan length, Scenario? scenario = null, ulong seed = Seed, double incidents = 0, string[]? communities = null)
    {
        var labels = new List<FaultLabel>();
        using var target = new MemoryStream();
        var district = SimulatedDistrict.Plan(seed, communities ?? ["baihe"], 1, SimulatedDistrictTests.Secret);
        var options = new FleetOptions { Endpoint = _ => throw new InvalidOperationException("A recording needs no broker."), IncidentsPerHomeDay = incidents };
        var summary = SimulationRecord.Write(district, start, length, scenario, options, target, labels.AddRange, TestContext.Current.CancellationToken);
        return new Recording(target.ToArray(), labels, summary);
    }

    internal IReadOnlyList<RecordedAct> Acts() =>
        [.. Encoding.UTF8.GetString(Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(
            f => new RecordedAct(long.Parse(f[0], CultureInfo.InvariantCulture), f[1], f[2], f[3], Base64Url.DecodeFromChars(f[4])))];
}
