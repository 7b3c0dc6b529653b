using SmartCommunity.Gateway.Commands;
using SmartCommunity.Telemetry.Dialects.SparkplugB;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>A command as the metrics it writes on one device (empty id: on the node itself). Immutable.</summary>
internal sealed record SparkplugWrite(string Device, SparkplugValue[] Metrics)
{
    /// <summary>
    /// Each argument writes the metric of that name: its whole name, the last part of its path, or, for a single argument, the metric called like the command. Without arguments
    /// the command itself is a Boolean metric that becomes true. Null when a value does not fit its metric's datatype.
    /// </summary>
    internal static SparkplugWrite? Of(StoredCommand command, string device, IReadOnlyCollection<SparkplugName> born)
    {
        var arguments = CommandArguments.Read(command.ArgsJson);
        if (arguments.Count == 0)
        {
            var name = Find(born, command.Name)?.Name ?? $"{(device.Length == 0 ? "Node" : "Device")} Control/{Capital(command.Name)}";
            return new SparkplugWrite(device, [new SparkplugValue(name, SparkplugType.Boolean, true)]);
        }

        var metrics = new List<SparkplugValue>();
        foreach (var argument in arguments)
        {
            var known = Find(born, argument.Name) ?? (arguments.Count == 1 ? Find(born, command.Name) : null);
            var type = known?.Type ?? (argument.Truth is not null ? SparkplugType.Boolean : argument.Number is not null ? SparkplugType.Double : SparkplugType.String);
            if (ValueOf(argument, type) is not { } value)
                return null;
            metrics.Add(new SparkplugValue(known?.Name ?? argument.Name, type, value) { Alias = known?.Alias });
        }

        return new SparkplugWrite(device, [.. metrics]);
    }

    /// <summary>True when the values of one message are those that were written.</summary>
    internal bool IsShownBy(Dictionary<string, (double? Number, string? Text)> values) => Metrics.All(m =>
        values.TryGetValue(m.Name!, out var shown)
        && (m.Value is string text ? shown.Text == text : shown.Number == Convert.ToDouble(m.Value, System.Globalization.CultureInfo.InvariantCulture)));

    private static SparkplugName? Find(IReadOnlyCollection<SparkplugName> born, string name) =>
        born.FirstOrDefault(n => n.Name == name) ?? born.FirstOrDefault(n => n.Last == name);

    private static object? ValueOf(CommandArgument argument, SparkplugType type) => type switch
    {
        SparkplugType.Boolean => argument.Truth ?? (argument.Number is { } number and (0 or 1) ? number == 1 : (bool?)null),
        SparkplugType.String or SparkplugType.Text => argument.Text,
        SparkplugType.Double => argument.Number,
        SparkplugType.Float => argument.Number is { } number ? (float)number : null,
        SparkplugType.UInt32 => Whole(argument, uint.MinValue, uint.MaxValue) is { } whole ? (uint)whole : null,
        SparkplugType.UInt64 => Whole(argument, 0, long.MaxValue) is { } whole ? (ulong)whole : null,
        SparkplugType.Int64 or SparkplugType.DateTime => Whole(argument, long.MinValue, long.MaxValue) is { } whole ? (long)whole : null,
        SparkplugType.Int8 => Whole(argument, sbyte.MinValue, sbyte.MaxValue) is { } whole ? (int)whole : null,
        SparkplugType.UInt8 => Whole(argument, byte.MinValue, byte.MaxValue) is { } whole ? (int)whole : null,
        SparkplugType.Int16 => Whole(argument, short.MinValue, short.MaxValue) is { } whole ? (int)whole : null,
        SparkplugType.UInt16 => Whole(argument, ushort.MinValue, ushort.MaxValue) is { } whole ? (int)whole : null,
        SparkplugType.Int32 => Whole(argument, int.MinValue, int.MaxValue) is { } whole ? (int)whole : null,
        _ => null,
    };

    private static double? Whole(CommandArgument argument, double min, double max) =>
        argument.Number is { } number && Math.Truncate(number) == number && number >= min && number <= max ? number : null;

    private static string Capital(string name) => string.Concat(char.ToUpperInvariant(name[0]).ToString(), name.AsSpan(1));
}
