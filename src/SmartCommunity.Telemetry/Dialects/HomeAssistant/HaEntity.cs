namespace SmartCommunity.Telemetry.Dialects.HomeAssistant;

/// <summary>The components that have a state this platform knows.</summary>
internal enum HaComponent
{
    Sensor,
    BinarySensor,
    Switch,
    Light,
    Number,
    Valve,
}

/// <summary>Where an entity says whether it is there.</summary>
internal sealed record HaAvailability(string Topic, HaTemplate Template, string Available, string NotAvailable);

/// <summary>What an entity is on the device it belongs to: a quantity, an event, or nothing that the class has.</summary>
internal sealed record HaBinding(DeviceAddress Device, string? Quantity, string? Event, double Scale, double Offset);

/// <summary>One entity of a discovery config. Immutable but for the binding it remembers; not thread-safe.</summary>
internal sealed record HaEntity
{
    internal required HaComponent Component { get; init; }

    /// <summary>Its id out of the config topic, or its key in a device's config.</summary>
    internal required string ObjectId { get; init; }

    /// <summary>The device's identifiers; empty: it belongs to whoever connects.</summary>
    internal required string[] Identifiers { get; init; }

    internal string? DeviceClass { get; init; }

    internal string? Unit { get; init; }

    /// <summary>Diagnostics nobody measures with: no quantity is no fault.</summary>
    internal bool IsDiagnostic { get; init; }

    internal string? StateTopic { get; init; }

    internal HaTemplate Template { get; init; } = HaTemplate.Whole;

    /// <summary>State that counts as on.</summary>
    internal string On { get; init; } = "ON";

    internal string Off { get; init; } = "OFF";

    internal string? CommandTopic { get; init; }

    /// <summary>What is sent to switch it on.</summary>
    internal string CommandOn { get; init; } = "ON";

    internal string CommandOff { get; init; } = "OFF";

    /// <summary>Full scale of a light's brightness; 0: this is no brightness.</summary>
    internal double BrightnessScale { get; init; }

    internal HaAvailability[] Availability { get; init; } = [];

    /// <summary><c>all</c>, <c>any</c> or <c>latest</c>.</summary>
    internal string AvailabilityMode { get; init; } = "latest";

    internal bool IsBinary => Component is not (HaComponent.Sensor or HaComponent.Number) && BrightnessScale == 0;

    private HaBinding? Binding { get; set; }

    /// <summary>The device it belongs to and what it is there; null when no such device is enrolled.</summary>
    internal HaBinding? Resolve(IDeviceFacts facts, DeviceAddress carrier)
    {
        if (DeviceOf(facts, carrier) is not { } device)
            return null;
        if (Binding is null || Binding.Device != device)
            Binding = HaMeaning.Of(this, device);
        return Binding;
    }

    private DeviceAddress? DeviceOf(IDeviceFacts facts, DeviceAddress carrier)
    {
        if (Identifiers.Length == 0)
            return carrier;
        var own = facts.AliasOf(carrier);
        foreach (var identifier in Identifiers)
        {
            if (identifier == carrier.Device || identifier == own)
                return carrier;
            if (facts.FindCarried(carrier.Device, identifier) is { } device)
                return device;
        }

        return null;
    }
}
