using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Says who stands in for whom, from when until when (Asia/Shanghai).</summary>
public sealed partial class SubstituteForm
{
    private string _contact = "";
    private string _substitute = "";
    private DateTime _from;
    private DateTime _to;

    /// <summary>Now, epoch milliseconds.</summary>
    [Parameter, EditorRequired]
    public long NowMs { get; set; }

    /// <summary>The part of a shift that is taken over; null: the form begins empty, or with what is changed.</summary>
    [Parameter]
    public DutySubstitute? Taken { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var one = Changed(Roster.Substitutes) ?? Taken;
        var today = ChinaTime.StartMs(ChinaTime.DayOf(NowMs));
        (_contact, _substitute) = (one?.Contact ?? "", one?.Substitute ?? "");
        (_from, _to) = (LocalOf(one?.From, today), LocalOf(one?.To, today + ChinaTime.DayMs));
    }

    private static DateTime LocalOf(DateTimeOffset? at, long otherwiseMs) => ChinaTime.From(at?.ToUnixTimeMilliseconds() ?? otherwiseMs).DateTime;

    private Task SubmitAsync()
    {
        var one = new DutySubstitute { Contact = _contact, Substitute = _substitute, From = new DateTimeOffset(_from, ChinaTime.Offset), To = new DateTimeOffset(_to, ChinaTime.Offset) };
        return KeepAsync(roster => roster with { Substitutes = With(roster.Substitutes, one) });
    }
}
