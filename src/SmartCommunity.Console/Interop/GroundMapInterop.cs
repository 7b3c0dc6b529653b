using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;

namespace SmartCommunity.Console.Interop;

/// <summary>What a map of ground is made from: where it looks before there is a picture, words of its controls.</summary>
internal sealed record GroundMapOptions(double[] Center, double Zoom, IReadOnlyDictionary<string, string> Locale);

/// <summary>One map of a project's ground in the browser. Every call returns false when the browser could not: the page then shows the picture.</summary>
internal sealed class GroundMapInterop(IJSRuntime runtime, ILogger logger) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _map;

    /// <summary>Draws the map; <paramref name="page"/> is told clicks while a border is drawn by its method <c>Click</c>.</summary>
    internal async Task<bool> CreateAsync<T>(ElementReference element, DotNetObjectReference<T> page, GroundMapOptions options)
        where T : class
    {
        _module ??= await JsSafe.ImportAsync(logger, runtime, "ground-map.js");
        return _module is not null && await JsSafe.TryAsync(logger, async () => _map = await _module.InvokeAsync<IJSObjectReference>("create", element, page, options));
    }

    /// <summary>Shows the picture at an address.</summary>
    internal Task<bool> ShowAsync(string url) => CallAsync("show", url);

    /// <summary>Shows the corners drawn so far; while drawing, a click is a corner.</summary>
    internal Task<bool> DrawAsync(bool drawing, double[][] corners) => CallAsync("draw", drawing, corners);

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
