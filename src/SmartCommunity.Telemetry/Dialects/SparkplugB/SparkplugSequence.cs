namespace SmartCommunity.Telemetry.Dialects.SparkplugB;

/// <summary>
/// The numbers 0 to 255 of all messages of one edge node, in a circle from its birth's 0: tells which are missing, also when they come late. Pure; not thread-safe.
/// </summary>
internal sealed class SparkplugSequence
{
    private const int Numbers = 256;

    private readonly bool[] _missing = new bool[Numbers];
    private int _expected;

    /// <summary>How many messages between the birth and the last one did not come.</summary>
    internal int Missing { get; private set; }

    /// <summary>A birth begins anew with 0.</summary>
    internal void Begin()
    {
        Array.Clear(_missing);
        Missing = 0;
        _expected = 1;
    }

    /// <summary>Takes the number of a message.</summary>
    internal void Take(int seq)
    {
        if (_missing[seq])
        {
            _missing[seq] = false;
            Missing--;
            return;
        }

        for (; _expected != seq; _expected = (_expected + 1) % Numbers)
        {
            Missing += _missing[_expected] ? 0 : 1;
            _missing[_expected] = true;
        }

        _expected = (seq + 1) % Numbers;
    }
}
