using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;

namespace SmartCommunity.Console.Interop;

/// <summary>What a map is made from: where its GeoJSON is, which name it writes, seen from above or not, words of its controls.</summary>
internal sealed record MapOptions(string Url, string NameKey, bool Flat, IReadOnlyDictionary<string, string> Locale);

/// <summary>One map in the browser. Every call returns false when the browser could not: the page then shows the list.</summary>
internal sealed class MapInterop(IJSRuntime runtime, ILogger logger) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _map;

    /// <summary>How many devices have a position on the map.</summary>
    internal int Placed { get; private set; }

    /// <summary>Draws the map; <paramref name="page"/> is told selections by its method <c>Select</c>.</summary>
    internal async Task<bool> CreateAsync<T>(ElementReference element, DotNetObjectReference<T> page, MapOptions options)
        where T : class
    {
        _module ??= await JsSafe.ImportAsync(logger, runtime, "twin-map.js");
        return _module is not null
            && await JsSafe.TryAsync(logger, async () => _map = await _module.InvokeAsync<IJSObjectReference>("create", element, page, options))
            && await JsSafe.TryAsync(logger, async () => Placed = await _map!.InvokeAsync<int>("placed"));
    }

    internal Task<bool> SetStatesAsync(IReadOnlyList<string> ids, IReadOnlyList<int> codes) => CallAsync("setStates", ids, codes);

    /// <summary>Marks a device and moves to it; an empty id marks none.</summary>
    internal Task<bool> SelectAsync(string id) => CallAsync("select", id);

    internal Task<bool> SetFlatAsync(bool flat) => CallAsync("setFlat", flat);

    public async ValueTask DisposeAsync()
    {
        if (_map is not null)
        {
            await CallAsync("dispose");
            await JsSafe.TryAsync(logger, async () => await _map.DisposeAsync());
            _map = null;
        }

        if (_module is not null)
            await JsSafe.TryAsync(logger, async () => await _module.DisposeAsync());
    }

    private async Task<bool> CallAsync(string method, params object[] arguments) =>
        _map is not null && await JsSafe.TryAsync(logger, async () => await _map.InvokeVoidAsync(method, arguments));
}
