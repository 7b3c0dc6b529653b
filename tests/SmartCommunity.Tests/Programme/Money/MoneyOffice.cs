using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Programme.Rhythm;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Programme.Log;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Tests.Cloud.Programme;

namespace SmartCommunity.Tests.Programme.Money;

/// <summary>The desk, on 23 November 2026, over a registry in a temporary folder whose log is what a walk did. Disposing deletes it.</summary>
internal sealed class MoneyOffice : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sc-money-").FullName;
    private readonly DeskOffice _office;

    private readonly ScoreLedger _scores;

    private MoneyOffice()
    {
        _office = new DeskOffice(_folder, new DateOnly(2026, 11, 23));
        _scores = ScoreLedger.Open(Path.Combine(_folder, "scores.db"));
        Forecasts = new PassForecasts(Desk, _scores, _office.Get<ScoreBoard>(), PackLibrary.Shipped, _office.Time);
    }

    internal ProgrammeDesk Desk => _office.Desk;

    /// <summary>Forecasts without a history: nobody was ever scored here.</summary>
    internal PassForecasts Forecasts { get; }

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
        Forecasts.Dispose();
        _scores.Dispose();
        await _office.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static ProgrammeEntryRow Row(ProgrammeEntry entry) =>
        new() { Position = entry.Position, AtMs = entry.At.ToUnixTimeMilliseconds(), Actor = entry.Actor, Project = entry.Act.Subject, ActJson = ActJson.Write(entry.Act) };
}
