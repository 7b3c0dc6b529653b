using System.Globalization;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>
/// The highest epoch ever given out in a data directory, in a small file of its own: a lane's file that is created anew gets a larger
/// epoch even when the clock went back. Thread-safe.
/// </summary>
internal sealed class EpochFile(string path, TimeProvider time)
{
    private readonly Lock _gate = new();

    /// <summary>A new epoch: now in Unix milliseconds, or one more than the highest known. On disk before it is returned.</summary>
    internal long Next(long above)
    {
        lock (_gate)
        {
            var epoch = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), Math.Max(Read(), above) + 1);
            Write(epoch);
            return epoch;
        }
    }

    private long Read() =>
        File.Exists(path) && long.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : 0;

    private void Write(long epoch) => AtomicFile.Write(path, System.Text.Encoding.ASCII.GetBytes(epoch.ToString(CultureInfo.InvariantCulture)));
}
