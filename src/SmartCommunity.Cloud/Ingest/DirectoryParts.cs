using Google.Protobuf;
using Directory = SmartCommunity.Contracts.Uplink.Directory;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>
/// Cuts a directory into messages of bounded size: a receiver of gRPC takes 4 MiB unless told otherwise, and a district of 60,000 devices has about 9 MB.
/// Pure.
/// </summary>
internal static class DirectoryParts
{
    /// <summary>Most bytes of one message: the size of a gateway's block, so that an ack or a command never waits behind more than that.</summary>
    internal const int MaxBytes = 1024 * 1024;

    // Version, flags and the message around it; tag and length of an entry.
    private const int HeadBytes = 64;
    private const int EntryHeadBytes = 6;

    /// <summary>The parts in the order to send them; one when it fits. Together they hold every entry once, in order.</summary>
    internal static IEnumerable<Directory> Of(Directory whole)
    {
        var part = Begin(whole);
        var bytes = HeadBytes;
        foreach (var (size, add) in Entries(whole))
        {
            if (bytes + size > MaxBytes)
            {
                part.More = true;
                yield return part;
                part = Begin(whole);
                bytes = HeadBytes;
            }

            add(part);
            bytes += size;
        }

        yield return part;
    }

    private static Directory Begin(Directory whole) => new() { Version = whole.Version, Full = whole.Full };

    private static IEnumerable<(int Size, Action<Directory> Add)> Entries(Directory whole)
    {
        foreach (var model in whole.Classes)
            yield return (EntryHeadBytes + model.CalculateSize(), part => part.Classes.Add(model));
        foreach (var device in whole.Devices)
            yield return (EntryHeadBytes + device.CalculateSize(), part => part.Devices.Add(device));
        foreach (var removed in whole.Removed)
            yield return (EntryHeadBytes + CodedOutputStream.ComputeStringSize(removed), part => part.Removed.Add(removed));
        foreach (var mapping in whole.Mappings)
            yield return (EntryHeadBytes + mapping.CalculateSize(), part => part.Mappings.Add(mapping));
        foreach (var authority in whole.Authorities)
            yield return (EntryHeadBytes + authority.CalculateSize(), part => part.Authorities.Add(authority));
        foreach (var serial in whole.Revoked)
            yield return (EntryHeadBytes + CodedOutputStream.ComputeStringSize(serial), part => part.Revoked.Add(serial));
        foreach (var profile in whole.Profiles)
            yield return (EntryHeadBytes + profile.CalculateSize(), part => part.Profiles.Add(profile));
    }
}
