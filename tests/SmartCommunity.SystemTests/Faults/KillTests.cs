using SmartCommunity.Simulators;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>F-01, F-02, F-03: a part is killed in the middle of the stream, at any moment; what was acknowledged is stored, once.</summary>
[Trait("Category", "Fault")]
public sealed class KillTests
{
    private const int Kills = 4;
    private const int Devices = 40;
    private const double Rate = 2_000;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(1_500);

    [Theory]
    [InlineData("gateway")]
    [InlineData("cloud")]
    public async Task Killing_a_part_at_random_moments_loses_nothing_acknowledged_and_stores_nothing_twice(string part)
    {
        var seed = Random.Shared.Next();
        await using var line = await LineUnderTest.StartAsync();
        var load = line.Load(Devices, Rate, Between * (Kills + 2));
        await line.EnrolAsync(load);

        var running = LoadRun.RunAsync(load, progress: null, TestContext.Current.CancellationToken);
        await KillAtRandomAsync(line, part, new Random(seed));
        var summary = await running;
        await line.WaitForDrainAsync();
        await line.Cloud.StopAsync();

        Assert.Equal(0, summary.Unacknowledged);
        await Oracle.CheckAsync(line, load.JournalPath!, $"seed {seed}, {Kills} kills of the {part}");
    }

    private static async Task KillAtRandomAsync(LineUnderTest line, string part, Random random)
    {
        for (var i = 0; i < Kills; i++)
        {
            using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(300, (int)Between.TotalMilliseconds)));
            await moment.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            if (part == "gateway")
            {
                await line.Gateway.KillAsync();
                line.StartGateway();
                await line.WaitForGatewayAsync();
            }
            else
            {
                await line.Cloud.KillAsync();
                line.StartCloud();
                await line.WaitForCloudAsync();
            }
        }
    }
}
