using System.Globalization;

namespace SmartCommunity.SystemTests.Line;

/// <summary>
/// One line for the tests that only send what a few devices of their own send: each takes devices that no other test has, and asks for those alone.
/// Tests that stop a part, count everything, or fill anything start their own.
/// </summary>
public sealed class SharedLine : IAsyncLifetime
{
    private int _devices;

    internal LineUnderTest Line { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Line = await LineUnderTest.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Line.DisposeAsync();

    /// <summary>Enrols a device that no other test has; returns its id.</summary>
    internal async Task<string> EnrolAsync(string deviceClass)
    {
        var id = $"{deviceClass}-{(++_devices).ToString(CultureInfo.InvariantCulture)}";
        await Line.EnrolAsync([(id, deviceClass)]);
        return id;
    }
}

/// <summary>The tests on the shared line run one after another, beside those of other collections.</summary>
[CollectionDefinition(nameof(SharedLineSuite))]
public sealed class SharedLineSuite : ICollectionFixture<SharedLine>;
