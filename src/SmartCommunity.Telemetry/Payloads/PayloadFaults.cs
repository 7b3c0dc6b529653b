namespace SmartCommunity.Telemetry.Payloads;

/// <summary>
/// What was wrong with one payload: the first fault gives the reason, the first five are told in the detail, the rest are counted.
/// Allocates nothing while there is no fault.
/// </summary>
public struct PayloadFaults
{
    /// <summary>Enough for a person to see the pattern; a payload may hold 64,000 faults.</summary>
    public const int Told = 5;

    private List<string>? _details;
    private int _count;

    public readonly bool Any => _count > 0;

    /// <summary>True while another fault's sentence would still be told, so that nobody builds a sentence for nothing.</summary>
    public readonly bool Tells => _count < Told;

    public string Reason { readonly get; private set; }

    public readonly string Detail
    {
        get
        {
            var told = string.Join(' ', _details ?? []);
            return _count > Told ? $"{told} And {_count - Told} more." : told;
        }
    }

    public void Add(string reason, string detail)
    {
        if (_count++ == 0)
            Reason = reason;
        if (_count <= Told)
            (_details ??= []).Add(detail);
    }

    /// <summary>Counts a fault whose sentence nobody would read.</summary>
    public void AddUntold() => _count++;
}
