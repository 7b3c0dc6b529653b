namespace SmartCommunity.Console.Live;

/// <summary>The instant the page's data is of, which the header's clock shows. One per circuit; used on its synchronisation context only.</summary>
public sealed class DataAsOf
{
    /// <summary>Raised after <see cref="Ms"/> moved.</summary>
    public event Action? Changed;

    /// <summary>Epoch milliseconds; 0 = nothing loaded yet.</summary>
    public long Ms { get; private set; }

    /// <summary>True while the page on screen follows the live feed; data that then stands still is stale.</summary>
    public bool IsLive { get; private set; }

    /// <summary>Says how new the data on screen is.</summary>
    public void Report(long asOfMs, bool live)
    {
        if (Ms == asOfMs && IsLive == live)
            return;
        Ms = asOfMs;
        IsLive = live;
        Changed?.Invoke();
    }
}
