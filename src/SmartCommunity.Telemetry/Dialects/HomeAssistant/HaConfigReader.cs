using System.Text.Json;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.HomeAssistant;

/// <summary>Where a config was published: <c>homeassistant/{component}/[{node}/]{object}/config</c>.</summary>
internal readonly record struct HaConfigTopic(string Component, string ObjectId)
{
    private const string Prefix = "homeassistant/";
    private const string Suffix = "/config";

    internal static HaConfigTopic? Parse(string topic)
    {
        if (!topic.StartsWith(Prefix, StringComparison.Ordinal) || !topic.EndsWith(Suffix, StringComparison.Ordinal) || topic.Length <= Prefix.Length + Suffix.Length)
            return null;
        var levels = topic[Prefix.Length..^Suffix.Length].Split('/');
        return levels.Length is 2 or 3 && levels.All(l => Identifier.IsValid(l)) ? new HaConfigTopic(levels[0], levels[^1]) : null;
    }
}

/// <summary>
/// Reads discovery configs, long names or abbreviations, of one entity or of a whole device. Unknown keys and components are passed over, as Home Assistant does; a template that is not of
/// the subset costs its entity and is told. Pure.
/// </summary>
internal sealed class HaConfigReader(JsonElement root)
{
    private const int MaxDepth = 8;
    private const int MaxTopicLength = 256;
    private const double DefaultBrightnessScale = 255;

    private readonly JsonElement _device = Find(root, "device", "dev") ?? default;
    private readonly string? _base = Text(root, "~", "~");

    internal static List<HaEntity> Read(HaConfigTopic topic, ReadOnlyMemory<byte> payload, ref PayloadFaults faults)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return new HaConfigReader(document.RootElement).ReadAll(topic, ref faults);
            faults.Add(QuarantineReason.Shape, "A config must be a JSON object.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            faults.Add(QuarantineReason.Malformed, $"The config is not JSON of at most {MaxDepth} levels: {e.Message}");
        }

        return [];
    }

    private List<HaEntity> ReadAll(HaConfigTopic topic, ref PayloadFaults faults)
    {
        var entities = new List<HaEntity>();
        if (topic.Component != "device")
        {
            Add(entities, topic.Component, topic.ObjectId, root, ref faults);
            return entities;
        }

        if (Find(root, "components", "cmps") is not { ValueKind: JsonValueKind.Object } components)
        {
            faults.Add(QuarantineReason.Shape, "A device's config must have the object 'components'.");
            return entities;
        }

        foreach (var component in components.EnumerateObject())
        {
            if (component.Value.ValueKind == JsonValueKind.Object && Text(component.Value, "platform", "p") is { } platform)
                Add(entities, platform, component.Name, component.Value, ref faults);
            else
                faults.Add(QuarantineReason.Shape, $"Component '{component.Name}' must be an object with a 'platform'.");
        }

        return entities;
    }

    private void Add(List<HaEntity> entities, string component, string objectId, JsonElement config, ref PayloadFaults faults)
    {
        if (ComponentOf(component) is not { } kind)
            return;
        var template = HaTemplate.Whole;
        var text = Shared(config, kind == HaComponent.Light ? "state_value_template" : "value_template", kind == HaComponent.Light ? "stat_val_tpl" : "val_tpl");
        if (text is not null && (template = HaTemplate.Compile(text)) is null)
        {
            faults.Add(QuarantineReason.Template, $"Template of '{objectId}' is not of the safe subset: {text}");
            return;
        }

        var isJsonLight = kind == HaComponent.Light && Shared(config, "schema", "schema") == "json";
        var on = Shared(config, "payload_on", "pl_on") ?? (kind == HaComponent.Valve ? "open" : "ON");
        var off = Shared(config, "payload_off", "pl_off") ?? (kind == HaComponent.Valve ? "closed" : "OFF");
        var entity = new HaEntity
        {
            Component = kind,
            ObjectId = objectId,
            Identifiers = Identifiers(),
            DeviceClass = Shared(config, "device_class", "dev_cla"),
            Unit = Shared(config, "unit_of_measurement", "unit_of_meas"),
            IsDiagnostic = Shared(config, "entity_category", "ent_cat") is not null,
            StateTopic = Topic(config, "state_topic", "stat_t"),
            Template = isJsonLight ? HaTemplate.Member("state") : template,
            On = Shared(config, kind == HaComponent.Valve ? "state_open" : "state_on", kind == HaComponent.Valve ? "stat_open" : "stat_on") ?? on,
            Off = Shared(config, kind == HaComponent.Valve ? "state_closed" : "state_off", kind == HaComponent.Valve ? "stat_clsd" : "stat_off") ?? off,
            CommandTopic = Topic(config, "command_topic", "cmd_t"),
            CommandOn = kind == HaComponent.Valve ? Shared(config, "payload_open", "pl_open") ?? "OPEN" : isJsonLight ? """{"state":"ON"}""" : on,
            CommandOff = kind == HaComponent.Valve ? Shared(config, "payload_close", "pl_cls") ?? "CLOSE" : isJsonLight ? """{"state":"OFF"}""" : off,
            Availability = Availability(config, objectId, ref faults),
            AvailabilityMode = Shared(config, "availability_mode", "avty_mode") ?? "latest",
        };
        entities.Add(entity);
        AddBrightness(entities, entity, config, isJsonLight);
    }

    private void AddBrightness(List<HaEntity> entities, HaEntity light, JsonElement config, bool isJsonLight)
    {
        if (light.Component != HaComponent.Light)
            return;
        var topic = isJsonLight ? light.StateTopic : Topic(config, "brightness_state_topic", "bri_stat_t");
        if (topic is null)
            return;
        entities.Add(light with
        {
            ObjectId = light.ObjectId + "_brightness",
            StateTopic = topic,
            Template = isJsonLight ? HaTemplate.Member("brightness") : HaTemplate.Whole,
            CommandTopic = isJsonLight ? null : Topic(config, "brightness_command_topic", "bri_cmd_t"),
            BrightnessScale = Find(config, "brightness_scale", "bri_scl") is { ValueKind: JsonValueKind.Number } scale && scale.TryGetDouble(out var full) && full > 0 ? full : DefaultBrightnessScale,
            Availability = [],
        });
    }

    private string[] Identifiers()
    {
        if (_device.ValueKind != JsonValueKind.Object || Find(_device, "identifiers", "ids") is not { } ids)
            return [];
        return ids.ValueKind switch
        {
            JsonValueKind.String => [ids.GetString()!],
            JsonValueKind.Array => [.. ids.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!)],
            _ => [],
        };
    }

    private HaAvailability[] Availability(JsonElement config, string objectId, ref PayloadFaults faults)
    {
        var found = new List<HaAvailability>();
        if (Topic(config, "availability_topic", "avty_t") is { } single)
            AddAvailability(found, config, single, Shared(config, "availability_template", "avty_tpl"), objectId, ref faults);
        if ((Find(config, "availability", "avty") ?? Find(root, "availability", "avty")) is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var item in list.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object))
            {
                if (Expand(Text(item, "topic", "t")) is { } topic)
                    AddAvailability(found, item, topic, Text(item, "value_template", "val_tpl"), objectId, ref faults);
            }
        }

        return [.. found];
    }

    private void AddAvailability(List<HaAvailability> found, JsonElement config, string topic, string? template, string objectId, ref PayloadFaults faults)
    {
        var compiled = template is null ? HaTemplate.Whole : HaTemplate.Compile(template);
        if (compiled is null)
            faults.Add(QuarantineReason.Template, $"Availability template of '{objectId}' is not of the safe subset: {template}");
        else
            found.Add(new HaAvailability(topic, compiled, Shared(config, "payload_available", "pl_avail") ?? "online", Shared(config, "payload_not_available", "pl_not_avail") ?? "offline"));
    }

    /// <summary>A member of the component, else of the device's config it stands in.</summary>
    private string? Shared(JsonElement config, string name, string abbreviation) => Text(config, name, abbreviation) ?? Text(root, name, abbreviation);

    private string? Topic(JsonElement config, string name, string abbreviation) => Expand(Shared(config, name, abbreviation));

    private string? Expand(string? topic)
    {
        if (topic is null || _base is null)
            return Bounded(topic);
        if (topic.StartsWith('~'))
            return Bounded(_base + topic[1..]);
        return Bounded(topic.EndsWith('~') ? topic[..^1] + _base : topic);
    }

    private static string? Bounded(string? topic) => topic is { Length: > 0 and <= MaxTopicLength } ? topic : null;

    private static JsonElement? Find(JsonElement element, string name, string abbreviation) =>
        element.TryGetProperty(name, out var found) || element.TryGetProperty(abbreviation, out found) ? found : null;

    private static string? Text(JsonElement element, string name, string abbreviation) => Find(element, name, abbreviation) is { } found
        ? found.ValueKind switch
        {
            JsonValueKind.String => found.GetString(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => found.GetRawText(),
            _ => null,
        }
        : null;

    private static HaComponent? ComponentOf(string name) => name switch
    {
        "sensor" => HaComponent.Sensor,
        "binary_sensor" => HaComponent.BinarySensor,
        "switch" => HaComponent.Switch,
        "light" => HaComponent.Light,
        "number" => HaComponent.Number,
        "valve" => HaComponent.Valve,
        _ => null,
    };
}
