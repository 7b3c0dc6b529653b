using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Mapping;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>
/// The mapping bench: a payload and its sender in, what a gateway would read out; nothing is stored. A quarantined payload is put on it with
/// <c>?payload=</c> and its id. What is entered is in the URL after each reading, but for long payloads and profiles edited here.
/// </summary>
public sealed partial class Bench : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Loader<Content> _content = null!;
    private BenchDraft _draft = new();
    private BenchReport? _report;
    private string? _notice;
    private IReadOnlyList<Fault> _faults = [];
    private bool _busy;

    [Inject] public required MappingBench Desk { get; init; }
    [Inject] public required QuarantineDesk Payloads { get; init; }
    [Inject] public required ProfileRegistry Registry { get; init; }
    [Inject] public required EnrolmentIndex Enrolments { get; init; }
    [Inject] public required PlaceDirectory Directory { get; init; }
    [Inject] public required DataAsOf AsOf { get; init; }
    [Inject] public required TimeProvider Time { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required ILogger<Bench> Logger { get; init; }

    /// <summary>Id of a quarantined payload to begin with.</summary>
    [SupplyParameterFromQuery(Name = "payload")]
    public long? PayloadId { get; set; }

    [SupplyParameterFromQuery(Name = "dialect")] private string? Dialect { get; set; }
    [SupplyParameterFromQuery(Name = "device")] private string? Device { get; set; }
    [SupplyParameterFromQuery(Name = "community")] private string? CommunityCode { get; set; }
    [SupplyParameterFromQuery(Name = "class")] private string? Class { get; set; }
    [SupplyParameterFromQuery(Name = "profile")] private string? Profile { get; set; }
    [SupplyParameterFromQuery(Name = "topic")] private string? Topic { get; set; }
    [SupplyParameterFromQuery(Name = "form")] private string? Form { get; set; }
    [SupplyParameterFromQuery(Name = "text")] private string? Text { get; set; }

    // The dialect's own word for its profiles is its code.
    private string? Kind
    {
        get
        {
            var dialect = _draft.Dialect.Length > 0 ? _draft.Dialect : Enrolments.Find(_draft.Device.Trim())?.Dialect;
            return DialectCode.NeedsProfile(dialect) ? dialect : null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _content = new Loader<Content>(Logger);
        _draft = new BenchDraft
        {
            Dialect = Dialect ?? "", Device = Device ?? "", Community = CommunityCode ?? "", Class = Class ?? "", Profile = Profile ?? "", Topic = Topic ?? "",
            Form = Form is BenchDraft.AsHex or BenchDraft.AsBase64 ? Form : BenchDraft.AsText, Payload = Text ?? "",
        };
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        await _content.LoadAsync(
            async stop => new Content(
                Visitor.Only(await Directory.CommunitiesAsync(street: null, stop)),
                await Registry.ListAsync(stop),
                PayloadId is { } id ? [.. (await Payloads.ListAsync(new QuarantineFilter(State: null, Ids: [id]), page: 1, pageSize: 1, stop)).Items] : []),
            _leaving.Token);
        if (_content is not { Problem: null, Value: { } content })
            return;
        AsOf.Report(Time.GetUtcNow().ToUnixTimeMilliseconds(), live: false);
        if (PayloadId is { } asked)
            await TakeAsync(asked, content.Payload);
        else if (_draft.Payload.Length > 0)
            await ReadAsync();
    }

    private async Task TakeAsync(long id, IReadOnlyList<QuarantineView> found)
    {
        if (found is not [var payload])
        {
            _notice = L["bench.gone", id];
            return;
        }

        _draft = BenchDraft.Of(payload, Enrolments.Find(payload.Device) is not null);
        _notice = L[payload.Truncated ? "bench.cut" : "bench.from", id];
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(
            async () => _draft.ToRequest() is { Succeeded: true, Value: { } request } ? await Desk.ReadAsync(request, _leaving.Token) : _draft.ToRequest().Faults.ToArray(), Logger);
        (_busy, _faults, _report) = (false, outcome.Faults, outcome.Value);
        if (PayloadId is null && RendererInfo.IsInteractive)
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(_draft.ToQuery()), replace: true);
    }

    private async Task EditProfileAsync()
    {
        var name = _draft.Profile.Length > 0 ? _draft.Profile : Enrolments.Find(_draft.Device.Trim())?.Profile ?? "";
        var outcome = await Attempt.RunAsync<string>(async () => (await Registry.FindAsync(name, _leaving.Token))?.Body ?? ProfileTemplate.Of(Kind), Logger);
        (_faults, _draft.ProfileBody) = (outcome.Faults, outcome.Value);
    }

    private async Task SaveProfileAsync(string name)
    {
        _busy = true;
        var outcome = await Attempt.RunAsync(() => Registry.PutAsync(name, Kind ?? "", _draft.ProfileBody ?? "", CancellationToken.None), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (!outcome.Succeeded)
            return;
        (_draft.Profile, _draft.ProfileBody) = (name, null);
        _notice = L["bench.saved", name, outcome.Value!.Devices];
        await LoadProfilesAsync();
    }

    private Task LoadProfilesAsync() => _content.LoadAsync(async stop => _content.Value! with { Profiles = await Registry.ListAsync(stop) }, _leaving.Token);

    /// <summary>What the page loads.</summary>
    private sealed record Content(IReadOnlyList<CommunityView> Places, IReadOnlyList<ProfileView> Profiles, IReadOnlyList<QuarantineView> Payload);
}
