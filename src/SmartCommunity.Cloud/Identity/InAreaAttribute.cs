namespace SmartCommunity.Cloud.Identity;

/// <summary>How it is found where a thing lies that an endpoint or page is about.</summary>
public enum AreaOf
{
    /// <summary>It concerns the whole district.</summary>
    District,

    /// <summary>It is the same for everybody, or the endpoint itself keeps to the caller's area.</summary>
    Own,

    /// <summary>A list that takes <c>community</c> and <c>street</c> in its query; who names neither gets those of the own area.</summary>
    List,

    /// <summary>A community's code.</summary>
    Community,

    /// <summary>A street's code.</summary>
    Street,

    /// <summary>A device's id.</summary>
    Device,

    /// <summary>An alert's id.</summary>
    Alert,

    /// <summary>The id of an override, away mode or window.</summary>
    AlertSetting,

    /// <summary>A command's id.</summary>
    Command,

    /// <summary>The id of a twin: a place or a device.</summary>
    Twin,
}

/// <summary>Says of an endpoint or page where the thing lies that it is about; without it, in the whole district.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class InAreaAttribute(AreaOf source, string parameter = "") : Attribute
{
    /// <summary>How it is found.</summary>
    public AreaOf Source { get; } = source;

    /// <summary>Name of the route value, or of the query's parameter, that says which.</summary>
    public string Parameter { get; } = parameter;
}
