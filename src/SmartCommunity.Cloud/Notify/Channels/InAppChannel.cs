namespace SmartCommunity.Cloud.Notify.Channels;

/// <summary>The console itself: always there. What is kept in the outbox is what the console shows, so that an attempt is its own receipt.</summary>
internal sealed class InAppChannel : INotificationChannel
{
    /// <inheritdoc/>
    public ChannelSettings Settings { get; } = new InAppSettings { Name = InAppSettings.ChannelName };

    /// <inheritdoc/>
    public IReadOnlyList<string> Secrets => [];

    /// <inheritdoc/>
    public Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken) => Task.FromResult(SendResult.Delivered("shown in the console"));
}
