using SmartCommunity.Cli.Bench;

namespace SmartCommunity.Tests.Cli.Bench;

public sealed class PrometheusTextTests
{
    private const string Text = """
        # TYPE messages_total counter
        messages_total{scope="g",outcome="received"} 12 1764000000000
        messages_total{scope="g",outcome="stored"} 10 1764000000000
        messages_total_of_others 5
        depth 7
        """;

    [Theory]
    [InlineData("messages_total", "", 22)]
    [InlineData("messages_total", "outcome=\"stored\"", 10)]
    [InlineData("messages_total", "outcome=\"lost\"", 0)]
    [InlineData("depth", "", 7)]
    [InlineData("dep", "", 0)]
    public void Series_of_a_metric_are_summed_by_name_and_label(string name, string label, double expected) => Assert.Equal(expected, PrometheusText.Sum(Text, name, label));
}
