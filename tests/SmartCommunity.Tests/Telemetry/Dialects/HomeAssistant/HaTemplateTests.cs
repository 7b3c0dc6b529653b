using System.Text;
using SmartCommunity.Telemetry.Dialects.HomeAssistant;

namespace SmartCommunity.Tests.Telemetry.Dialects.HomeAssistant;

public sealed class HaTemplateTests
{
    [Theory]
    [InlineData("{{ value }}", " 21.5\n", "21.5")]
    [InlineData("{{value}}", "ON", "ON")]
    [InlineData("{{ value_json.temperature }}", """{"humidity":1,"temperature":21.5}""", "21.5")]
    [InlineData("{{ value_json.a.b }}", """{"a":{"c":[1,{"b":9}],"b":"x"}}""", "x")]
    [InlineData("{{ value_json['a b'][\"c\"] }}", """{"a b":{"c":true}}""", "true")]
    [InlineData("{{ value_json.list[1] }}", """{"list":[[0],7]}""", "7")]
    [InlineData("{{ value_json.t | float }}", """{"t":"21.50"}""", "21.50")]
    [InlineData("{{ value_json.t | int }}", """{"t":21.9}""", "21")]
    [InlineData("{{ value_json.t | float | round(1) }}", """{"t":21.46}""", "21.5")]
    [InlineData("{{ value | round }}", "21.46", "21")]
    [InlineData("{{ value_json.t | default(0) }}", """{}""", "0")]
    [InlineData("{{ value_json.t | default('off', true) }}", """{"t":null}""", "off")]
    [InlineData("{{ value_json.t | float(-1.5) }}", """{"t":"cold"}""", "-1.5")]
    [InlineData("{{ value_json.t | float(default=0) }}", """{"t":"cold"}""", "0")]
    [InlineData("{{ value_json.s }}", """{"s":"ein \"Wort\""}""", "ein \"Wort\"")]
    public void The_subset_is_evaluated(string template, string payload, string expected)
    {
        Assert.True(HaTemplate.Compile(template)!.TryRead(Encoding.UTF8.GetBytes(payload), out var value));

        Assert.Equal(expected, Encoding.UTF8.GetString(value.Text));
        Assert.False(value.IsMissing);
    }

    [Theory]
    [InlineData("{{ value_json.t }}", "{}")]
    [InlineData("{{ value_json.t }}", """{"t":null}""")]
    [InlineData("{{ value_json.t.u }}", """{"t":1}""")]
    [InlineData("{{ value_json.t[3] }}", """{"t":[1]}""")]
    [InlineData("{{ value_json.t | float }}", "{}")]
    public void What_is_not_there_is_missing_and_no_fault(string template, string payload)
    {
        Assert.True(HaTemplate.Compile(template)!.TryRead(Encoding.UTF8.GetBytes(payload), out var value));

        Assert.True(value.IsMissing);
    }

    [Theory]
    [InlineData("{{ value_json.t }}", "no JSON")]
    [InlineData("{{ value | float }}", "cold")]
    public void What_cannot_be_applied_is_a_fault(string template, string payload)
    {
        Assert.False(HaTemplate.Compile(template)!.TryRead(Encoding.UTF8.GetBytes(payload), out _));
    }

    [Theory]
    [InlineData("value")]
    [InlineData("{{ value")]
    [InlineData("{{ states('sensor.x') }}")]
    [InlineData("{{ value_json.t + 1 }}")]
    [InlineData("{% if value == 'a' %}1{% endif %}")]
    [InlineData("{{ value | regex_replace('a','b') }}")]
    [InlineData("{{ value }} {{ value }}")]
    [InlineData("{{ value_json.__class__.x() }}")]
    [InlineData("{{ value | default }}")]
    [InlineData("{{ value | round(99) }}")]
    [InlineData("{{ value_json.a.b.c.d.e.f.g.h.i }}")]
    [InlineData("{{ 'ON' if value_json.on else 'OFF' }}")]
    [InlineData("{{ }}")]
    public void Everything_else_is_refused(string template)
    {
        Assert.Null(HaTemplate.Compile(template));
    }
}
