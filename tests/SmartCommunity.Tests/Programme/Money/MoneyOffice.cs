using SmartCommunity.Cloud.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Tests.Cloud.Programme;

namespace SmartCommunity.Tests.Programme.Money;

/// <summary>The desk, on 23 November 2026, over a registry in a temporary folder whose log is what a walk did. Disposing deletes it.</summary>
internal sealed class MoneyOffice : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sc-money-").FullName;
    private readonly DeskOffice _office;

    private MoneyOffice() => _office = new DeskOffice(_folder, new DateOnly(2026, 11, 23));

    internal ProgrammeDesk Desk => _office.Desk;

    internal static async Task<MoneyOffice> CreateAsync(ProgrammeWalk walk)
    {
        var office = new MoneyOffice();
        await office._office.Get<RegistryStore>().WriteAsync(
            async (context, cancel) =>
            {
                context.ProgrammeEntries.AddRange(walk.Entries.Select(Row));
                return await context.SaveChangesAsync(cancel);
            },
            committed: null, TestContext.Current.CancellationToken);
        return office;
    }

    public async ValueTask DisposeAsync()
    {
        await _office.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static ProgrammeEntryRow Row(ProgrammeEntry entry) =>
        new() { Position = entry.Position, AtMs = entry.At.ToUnixTimeMilliseconds(), Actor = entry.Actor, Project = entry.Act.Subject, ActJson = ActJson.Write(entry.Act) };
}
