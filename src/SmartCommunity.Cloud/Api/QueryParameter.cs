namespace SmartCommunity.Cloud.Api;

/// <summary>What a query parameter holds.</summary>
internal enum ParameterType
{
    Text,
    Integer,
    Boolean,
    Time,
}

/// <summary>A query parameter of an endpoint, for the OpenAPI document.</summary>
internal sealed record QueryParameter(string Name, ParameterType Type, string Description)
{
    /// <summary>The names it may take; empty for free text.</summary>
    internal IReadOnlyList<string> Choices { get; init; } = [];

    internal bool IsRequired { get; init; }

    internal static QueryParameter[] Paging { get; } =
    [
        new("page", ParameterType.Integer, $"Number of the page, 1 to {Cloud.Paging.MaxPage}; default 1."),
        new("pageSize", ParameterType.Integer, $"Rows a page, 1 to {Cloud.Paging.MaxSize}; default {Cloud.Paging.DefaultSize}."),
    ];

    internal static QueryParameter[] Range { get; } =
    [
        new("from", ParameterType.Time, "Start (included): ISO 8601 with an offset, a date (Asia/Shanghai), or epoch milliseconds; default 24 hours before to."),
        new("to", ParameterType.Time, "End (excluded), written like from; default now."),
    ];

    internal static QueryParameter Text(string name, string description) => new(name, ParameterType.Text, description);

    internal static QueryParameter Choice(string name, string description, params IEnumerable<string> choices) =>
        new(name, ParameterType.Text, description) { Choices = [.. choices] };
}
