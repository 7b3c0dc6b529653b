using System.Text;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.HomeAssistant;

namespace SmartCommunity.Tests.Telemetry.Dialects.HomeAssistant;

public sealed class HaDialectTests
{
    private const string Temperature = """{"dev_cla":"temperature","unit_of_meas":"°F","stat_t":"~/state","val_tpl":"{{ value_json.t }}","~":"z/air","dev":{"ids":["mac","0x00158d0001"]}}""";

    private readonly CarrierFacts _facts = CarrierFacts.Golden();
    private readonly HaConfigs _configs = new();

    [Fact]
    public void Two_entities_under_one_topic_are_one_message_in_the_catalogues_units()
    {
        Config("sensor/air/temperature", Temperature);
        Config("sensor/air/co2", """{"device_class":"carbon_dioxide","unit_of_measurement":"ppm","state_topic":"z/air/state","value_template":"{{ value_json.co2 }}","device":{"identifiers":"0x00158d0001"}}""");

        var sink = Send("z/air/state", """{"t":212,"co2":600}""");

        Assert.Equal(["air-2 1764000000000 ServerTime co2=600", "quarantine outOfRange"], sink.Lines);
        Assert.Equal(["air-2 1764000000000 ServerTime temp=20 co2=601"], Send("z/air/state", """{"t":68,"co2":601}""").Lines);
    }

    [Fact]
    public void A_devices_config_holds_its_components()
    {
        var told = Config("device/air", """
            {"dev":{"ids":"0x00158d0002"},"o":{"name":"x"},"stat_t":"z/door","cmps":{
              "contact":{"p":"binary_sensor","dev_cla":"door","pl_on":false,"pl_off":true,"val_tpl":"{{ value_json.contact }}"},
              "battery":{"p":"sensor","dev_cla":"battery","unit_of_meas":"%","val_tpl":"{{ value_json['battery'] | int }}"},
              "update":{"p":"update","val_tpl":"{% anything %}"}}}
            """);

        Assert.Empty(told.Lines);
        Assert.Equal(["door-1 1764000000000 ServerTime door=1 battery=87"], Send("z/door", """{"contact":false,"battery":87.6}""").Lines);
    }

    [Fact]
    public void Availability_of_bridge_and_device_decides_together_and_is_told_when_it_changes()
    {
        Config("binary_sensor/d/contact", """
            {"dev_cla":"door","stat_t":"z/door","dev":{"ids":"0x00158d0002"},"avty_mode":"all","avty":[{"t":"z/bridge","val_tpl":"{{ value_json.state }}"},{"t":"z/door/availability"}]}
            """);

        Assert.Equal(["door-1 offline"], Send("z/bridge", """{"state":"online"}""").Lines);
        Assert.Equal(["door-1 online"], Send("z/door/availability", "online").Lines);
        Assert.Empty(Send("z/door/availability", "online").Lines);
        Assert.Equal(["door-1 offline"], Send("z/bridge", """{"state":"offline"}""").Lines);
    }

    [Fact]
    public void A_template_beyond_the_subset_is_refused_with_its_text()
    {
        var told = Config("sensor/air/temperature", Temperature.Replace("{{ value_json.t }}", "{{ value_json.t * 2 }}", StringComparison.Ordinal));

        Assert.Equal([$"quarantine {QuarantineReason.Template}"], told.Lines);
        Assert.Contains("{{ value_json.t * 2 }}", told.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_device_a_meaningless_entity_and_a_foreign_unit_are_told_once_with_the_config()
    {
        Assert.Equal(QuarantineReason.UnknownDevice, Config("sensor/a/temperature", """{"dev_cla":"temperature","unit_of_meas":"°C","stat_t":"z/a","dev":{"ids":"0x99"}}""").Reason);
        Assert.Equal(QuarantineReason.UnknownQuantity, Config("sensor/b/linkquality", """{"unit_of_meas":"lqi","stat_t":"z/b","dev":{"ids":"0x00158d0001"}}""").Reason);
        Assert.Equal(QuarantineReason.UnknownQuantity, Config("sensor/b/temp", """{"dev_cla":"temperature","unit_of_meas":"furlong","stat_t":"z/c","dev":{"ids":"0x00158d0001"}}""").Reason);
        Assert.Empty(Config("sensor/b/rssi", """{"unit_of_meas":"dBm","stat_t":"z/b","ent_cat":"diagnostic","dev":{"ids":"0x00158d0001"}}""").Lines);
        Assert.Empty(Config("sensor/b/linkquality", """{"unit_of_meas":"lqi","stat_t":"z/b","dev":{"ids":"0x00158d0001"}}""").Lines); // The same again is no news.
        Assert.Empty(Send("z/b", "80").Lines);
        Assert.Equal(QuarantineReason.UnknownDevice, Send("z/a", "20").Reason);
    }

    [Fact]
    public void A_mapping_gives_an_entity_its_quantity()
    {
        Config("sensor/b/linkquality", """{"unit_of_meas":"lqi","stat_t":"z/b","dev":{"ids":"0x00158d0002"}}""");
        _facts.Fields["linkquality"] = new("signal", 100.0 / 250, 0);

        Assert.Equal(["door-1 1764000000000 ServerTime signal=80"], Send("z/b", "200").Lines);
    }

    [Fact]
    public void An_empty_config_deletes_and_a_topic_without_config_is_told_once()
    {
        Config("sensor/air/temperature", Temperature);
        Config("sensor/air/temperature", "");

        Assert.Equal([$"quarantine {QuarantineReason.Topic}"], Send("z/air/state", """{"t":68}""").Lines);
        Assert.Empty(Send("z/air/state", """{"t":68}""").Lines);
    }

    [Fact]
    public void Smoke_is_a_value_an_event_and_safety()
    {
        Config("binary_sensor/s/smoke", """{"dev_cla":"smoke","stat_t":"z/smoke","dev":{"ids":"0x00158d0003"}}""");

        Assert.Equal(["smoke-1 1764000000000 ServerTime smoke=1"], Send("z/smoke", "ON").Lines);
        Assert.True(IsSafety("z/smoke", "ON"));
        Assert.False(IsSafety("z/smoke", "OFF"));
        Assert.Equal([$"quarantine {QuarantineReason.BadValue}"], Send("z/smoke", "MAYBE").Lines);
    }

    [Fact]
    public void A_light_is_on_and_dimmed()
    {
        Config("light/l/lamp", """{"schema":"json","stat_t":"z/lamp","cmd_t":"z/lamp/set","dev":{"ids":"plug-1"}}""");

        Assert.Equal(["lamp-1 1764000000000 ServerTime lampOn=1 dimming=20"], Send("z/lamp", """{"state":"ON","brightness":51}""").Lines);
    }

    [Fact]
    public void A_config_that_changes_is_kept_and_one_too_many_is_not()
    {
        var kept = new List<string>();
        _configs.Changed = (topic, payload) => kept.Add($"{topic} {payload.Length}");

        Config("sensor/air/temperature", Temperature);
        Config("sensor/air/temperature", Temperature);
        Config("sensor/air/temperature", "");
        var told = Config("sensor/air/temperature", new string(' ', HaConfigs.MaxConfigBytes) + "{}");

        Assert.Equal([$"homeassistant/sensor/air/temperature/config {Encoding.UTF8.GetByteCount(Temperature)}", "homeassistant/sensor/air/temperature/config 0"], kept);
        Assert.Equal(QuarantineReason.TooLarge, told.Reason);
    }

    private bool IsSafety(string topic, string payload) =>
        new HaDialect(_facts).IsSafety(_configs.Find(Encoding.UTF8.GetBytes(topic))!, Encoding.UTF8.GetBytes(payload), CarrierPayload.Address);

    private LineSink Config(string topic, string payload) => Send($"homeassistant/{topic}/config", payload);

    private LineSink Send(string topic, string text)
    {
        var sink = new LineSink();
        var payload = CarrierPayload.Of(Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(text));
        new HaDialect(_facts).Decode(in payload, sink, _configs);
        return sink;
    }
}
