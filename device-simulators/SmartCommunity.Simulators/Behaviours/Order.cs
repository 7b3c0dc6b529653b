using System.Text.Json;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>What a device is told to do by a command.</summary>
/// <param name="Name">Name of the command.</param>
/// <param name="Args">Its arguments; undefined where it has none.</param>
internal readonly record struct Order(string Name, JsonElement Args);
