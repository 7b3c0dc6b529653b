using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Tests.Console;

public sealed class TwinMapTests
{
    [Fact]
    public void A_browser_without_WebGL_is_reported_and_nothing_is_thrown()
    {
        using var context = new ConsoleContext();
        context.Services.AddSingleton<IJSRuntime>(new BrowserWithoutWebGl());
        var failures = 0;

        var map = context.Render<TwinMap>(p => p
            .Add(m => m.Community, "baihe").Add(m => m.Devices, [Device(DevicePresence.Online)]).Add(m => m.InAlarm, new HashSet<string>()).Add(m => m.OnFailed, () => failures++));

        map.WaitForAssertion(() => Assert.Equal(1, failures));
    }

    [Fact]
    public async Task A_click_on_the_map_selects_the_device_and_nothing_selects_none()
    {
        using var context = new ConsoleContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        var selected = new List<string>();
        var map = context.Render<TwinMap>(p => p
            .Add(m => m.Community, "baihe").Add(m => m.Devices, []).Add(m => m.InAlarm, new HashSet<string>()).Add(m => m.OnSelect, id => selected.Add(id)));

        await map.Instance.Select("w-1");
        await map.Instance.Select(null);

        Assert.Equal(["w-1"], selected);
    }

    private static LiveDevice Device(string state) => new()
    {
        Device = "w-1", Community = "baihe", Class = "wearable", Online = true, State = state, LastReceivedAtMs = 0,
    };

    private sealed class BrowserWithoutWebGl : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => throw new JSException("This browser has no WebGL 2.");

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<TValue>(identifier, args);
    }
}
