using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Storage.Series;
using SmartCommunity.Tests.Cloud.Alerts;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Cloud.Twins;

/// <summary>What a community's grain keeps beside its log is written while it goes on.</summary>
public sealed class KeepingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sc-keeping-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_call_for_help_does_not_wait_for_a_checkpoint()
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cloud = await StartedCloud.OfAsync(_folder, services => SlowStore.Wrap(services, written.Task), ("sos-1", "panicButton"));
        try
        {
            await StartedCloud.UntilAsync("a checkpoint is being written", () => Task.FromResult(SlowStore.Asked > 0));
            var raised = cloud.NextRaisedAsync("sos");
            await cloud.TellAsync("sos-1", "panicButton", "sos", "call-1");

            Assert.Equal("device:sos-1#call-1", (await raised).Alert.Subject);
        }
        finally
        {
            written.SetResult(); // The cloud's end waits for what is being written.
        }
    }

    /// <summary>A store whose checkpoints take as long as a test wants. Proxies are made by the runtime from a public type.</summary>
    public class SlowStore : DispatchProxy
    {
        private ISeriesStore _store = null!;
        private Task _written = null!;

        internal static int Asked { get; private set; }

        internal static void Wrap(IServiceCollection services, Task written)
        {
            var own = services.Last(static s => s.ServiceType == typeof(ISeriesStore));
            services.Remove(own);
            services.AddSingleton(provider =>
            {
                var store = Create<ISeriesStore, SlowStore>();
                (((SlowStore)store)._store, ((SlowStore)store)._written) = ((ISeriesStore)own.ImplementationFactory!(provider), written);
                return store;
            });
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name != nameof(ISeriesStore.SaveCheckpointAsync))
                return targetMethod.Invoke(_store, args);
            Asked++;
            return _written;
        }
    }
}
