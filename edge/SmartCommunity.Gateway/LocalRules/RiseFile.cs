using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts;
using SmartCommunity.Gateway.Outbox;

namespace SmartCommunity.Gateway.LocalRules;

/// <summary>A value that got to its limit and has not gone back.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Event">Type of the event.</param>
/// <param name="EventId">Id of the event, made of the rise.</param>
/// <param name="AtMs">When it rose, epoch milliseconds.</param>
internal sealed record Rise(string Device, string Event, string EventId, long AtMs)
{
    private int _isLost;

    /// <summary>Its event is on disk.</summary>
    internal bool IsStored { get; set; }

    /// <summary>When it was last said, epoch milliseconds; 0: not since the start.</summary>
    internal long HeardAtMs { get; set; }

    /// <summary>It was read back without its event on disk: the process ended between the two.</summary>
    internal bool IsLost
    {
        get => _isLost != 0;
        init => _isLost = value ? 1 : 0;
    }

    /// <summary>True once for a lost one: its event is raised again, under its own id.</summary>
    internal bool TakeUp() => Interlocked.Exchange(ref _isLost, 0) != 0;
}

/// <summary>
/// The rises that stand, in a small text file: a line each (device, event, id, instant, stored, separated by tabs), CRC-32 in front. Written when one begins, is stored or ends, before the device gets its
/// answer; that is rare. A file that is missing or damaged holds none: rather twice than silent. Thread-safe.
/// </summary>
internal sealed class RiseFile(string path, ILogger logger)
{
    private const int Fields = 5;

    /// <summary>Protects the file.</summary>
    private readonly Lock _gate = new();

    internal List<Rise> Read()
    {
        var bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        if (bytes.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Crc.Of(bytes.AsSpan(sizeof(uint))))
            return [];
        var rises = new List<Rise>();
        foreach (var line in Encoding.UTF8.GetString(bytes.AsSpan(sizeof(uint))).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split('\t') is { Length: Fields } parts && long.TryParse(parts[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var atMs))
                rises.Add(new Rise(parts[0], parts[1], parts[2], atMs) { IsStored = parts[4] == "1", IsLost = parts[4] != "1" });
        }

        return rises;
    }

    /// <summary>Writes what stands now; asked for under the lock, so that the last state is the last that is written.</summary>
    internal void Write(Func<IEnumerable<Rise>> standing)
    {
        lock (_gate)
        {
            var text = new StringBuilder();
            // An id with a tab or a line break in it is the device's own; it stands without it.
            foreach (var rise in standing().Where(static r => r.EventId.AsSpan().IndexOfAny("\t\r\n") < 0))
                text.Append(CultureInfo.InvariantCulture, $"{rise.Device}\t{rise.Event}\t{rise.EventId}\t{rise.AtMs}\t{(rise.IsStored ? 1 : 0)}\n");
            var content = Encoding.UTF8.GetBytes(text.ToString());
            var bytes = new byte[sizeof(uint) + content.Length];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, Crc.Of(content));
            content.CopyTo(bytes, sizeof(uint));
            try
            {
                AtomicFile.Write(path, bytes);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Written with the next one; until then a restart raises what stands once more. What the file says now may be over: nobody is to believe it.
                LocalLog.RisesNotWritten(logger, error);
                Delete_NeedsLock();
            }
        }
    }

    private void Delete_NeedsLock()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LocalLog.RisesNotWritten(logger, error);
        }
    }
}
