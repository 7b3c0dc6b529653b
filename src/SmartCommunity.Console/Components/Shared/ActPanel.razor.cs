using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Console.Acts;
using SmartCommunity.Console.Loading;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What the visitor's roles may do now, each with its form. A refused act keeps what was typed and says why, by field and rule.</summary>
public sealed partial class ActPanel
{
    private const string OnField = "on";

    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);
    private IReadOnlyList<Refusal> _refusals = [];
    private IReadOnlyList<ActForm> _offered = [];
    private string? _open;
    private string? _said;
    private bool _busy;

    [Inject] public required ProgrammeDesk Desk { get; init; }
    [Inject] public required Author Author { get; init; }

    /// <summary>The forms, in order.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ActForm> Forms { get; set; } = [];

    /// <summary>The policy whose rules a refusal names.</summary>
    [Parameter, EditorRequired]
    public required PolicyPack Policy { get; set; }

    /// <summary>Key of the form that is open at first; null: none is.</summary>
    [Parameter]
    public string? Opened { get; set; }

    /// <summary>Key of what is said when there is no form.</summary>
    [Parameter]
    public string None { get; set; } = "acts.none";

    /// <summary>An act was done.</summary>
    [Parameter]
    public EventCallback<ProgrammeEntry> OnDone { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Forms.FirstOrDefault(f => f.Key == Opened && IsOffered(f)) is { } opened)
            Choose(opened);
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => _offered = [.. Forms.Where(IsOffered)];

    private bool IsOffered(ActForm form) => Visitor.May(form.Make(ActValues.Nothing));

    private static IEnumerable<ActField> Fields(ActForm form) => form.Fields.Append(new ActField(OnField, ActFieldKind.Day));

    private static string InputType(ActFieldKind kind) => kind switch
    {
        ActFieldKind.Day => "date",
        ActFieldKind.Number => "number",
        _ => "text",
    };

    private string Value(ActField field) => _typed.GetValueOrDefault(field.Name, field.Initial);

    private void Set(ActField field, object? value) => _typed[field.Name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private string? Wrong(string field) => _refusals.Any(r => r.Field == field || r.Field.StartsWith($"{field}[", StringComparison.Ordinal)) ? "true" : null;

    private void Choose(ActForm form)
    {
        (_open, _refusals, _said) = (_open == form.Key ? null : form.Key, [], null);
        _typed.Clear();
        foreach (var field in form.Fields)
            _typed[field.Name] = field.Initial;
    }

    private void Close() => (_open, _refusals) = (null, []);

    private async Task SubmitAsync(ActForm form)
    {
        var values = new ActValues(_typed);
        var act = form.Make(values) with { On = values.OptionalDay(OnField) };
        _refusals = values.Unread;
        if (_refusals.Count > 0)
            return;
        _busy = true;
        try
        {
            var done = await Desk.SubmitAsync(act, Visitor.Caller, Author.Name, CancellationToken.None);
            _refusals = done.Refusals;
            if (done.Entry is not { } entry)
                return;
            (_open, _said) = (null, L["acts.done", L[$"act.{form.Key}"].Value, entry.Position]);
            await OnDone.InvokeAsync(entry);
        }
        finally
        {
            _busy = false;
        }
    }
}
