namespace SmartCommunity.Contracts.Http;

/// <summary>What a siren said of itself within the last day.</summary>
/// <param name="Device">Its id.</param>
/// <param name="State">Whether it is there, see <see cref="Live.DevicePresence"/>.</param>
/// <param name="IsSounding">It sounds, by the latest it said; null: it said nothing.</param>
/// <param name="Since">When it began to sound the last time; null: it did not.</param>
/// <param name="Until">When it was silent again; null: it sounds, or did not.</param>
public sealed record SirenView(string Device, string State, bool? IsSounding, DateTimeOffset? Since, DateTimeOffset? Until);
