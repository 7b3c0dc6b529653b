namespace SmartCommunity.Anomaly.Rules;

/// <summary>One of the nine scenarios (九大场景) as rules name it: by the code and title that the standard of 33 indicators has.</summary>
/// <param name="Code">Code, such as <c>JK</c>.</param>
/// <param name="Title">What it is called.</param>
public sealed record RuleScenario(string Code, RuleText Title)
{
    /// <summary>All nine, in the standard's order.</summary>
    public static IReadOnlyList<RuleScenario> All { get; } =
    [
        new("LL", new("邻里", "Neighbourhood")), new("JY", new("教育", "Education")), new("JK", new("健康", "Health")), new("CY", new("创业", "Entrepreneurship")), new("JZ", new("建筑", "Architecture")),
        new("JT", new("交通", "Transport")), new("DT", new("低碳", "Low-carbon")), new("FW", new("服务", "Services")), new("ZL", new("治理", "Governance")),
    ];

    /// <summary>Their codes.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. All.Select(static s => s.Code)];
}
