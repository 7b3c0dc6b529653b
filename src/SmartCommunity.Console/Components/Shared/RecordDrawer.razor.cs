using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Enters, changes or removes one record, a field for each of its definition, and shows what stood there before.</summary>
public sealed partial class RecordDrawer
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private string _id = "";
    private DateOnly? _asOf;
    private string _source = "";
    private bool _inspected;
    private bool _busy;
    private long? _filled;
    private IReadOnlyList<Fault> _faults = [];

    [Inject] public required RecordDesk Desk { get; init; }
    [Inject] public required Author Author { get; init; }
    [Inject] public required ILogger<RecordDrawer> Logger { get; init; }

    /// <summary>Community code.</summary>
    [Parameter, EditorRequired]
    public required string Community { get; set; }

    /// <summary>The kind of record.</summary>
    [Parameter, EditorRequired]
    public required RecordDefinition Definition { get; set; }

    /// <summary>The record; null: a new one, or one that is not there.</summary>
    [Parameter]
    public RecordView? Record { get; set; }

    /// <summary>A record is to be made.</summary>
    [Parameter]
    public bool IsNew { get; set; }

    /// <summary>It was entered or changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>It was removed: what stood there.</summary>
    [Parameter]
    public EventCallback<RecordView> OnRemoved { get; set; }

    /// <summary>The drawer is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Record is not { } record || _filled == record.Revision)
            return;
        _filled = record.Revision;
        (_id, _asOf, _source, _inspected) = (record.Id, record.AsOf, record.Source, record.Inspected);
        foreach (var field in Definition.Fields)
            _texts[field.Code] = record.Fields.TryGetProperty(field.Code, out var value) ? FieldOf(value) : "";
    }

    private static string FieldOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => EntryText.Field(value.GetDouble()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetString() ?? "",
    };

    private string Text(RecordField field) => _texts.GetValueOrDefault(field.Code, "");

    private IEnumerable<(string Value, string Word)> Choices(RecordField field) => field.Type == RecordFieldType.YesNo
        ? [("true", L["value.yes"]), ("false", L["value.no"])]
        : field.Codes.Select(code => (code, code));

    private string? Wrong(string field) => _faults.Any(f => f.Field == field) ? "true" : null;

    private async Task SaveAsync()
    {
        _busy = true;
        var record = new NewRecord { Fields = Fields(), AsOf = _asOf, Source = _source.Trim(), Inspected = _inspected, EnteredBy = Author.Name.Trim() };
        var outcome = await Attempt.RunAsync(Visitor, Policies.FactsEdit, () => Desk.PutAsync(Community, Definition.Code, _id.Trim(), record, IsNew ? 0 : Record!.Revision, CancellationToken.None), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (!outcome.Succeeded)
            return;
        if (IsNew)
        {
            // The next one is likely of the same day and source.
            _id = "";
            _texts.Clear();
        }

        await OnChanged.InvokeAsync();
    }

    private async Task RemoveAsync()
    {
        _busy = true;
        var before = Record!;
        var outcome = await Attempt.RunAsync(Visitor, Policies.FactsEdit, () => Desk.RemoveAsync(Community, before.Kind, before.Id, Author.Name.Trim(), before.Revision, CancellationToken.None), Logger);
        (_busy, _faults) = (false, outcome.Faults);
        if (outcome.Succeeded)
            await OnRemoved.InvokeAsync(before);
    }

    private Dictionary<string, JsonElement> Fields()
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in Definition.Fields)
        {
            if (Text(field).Trim() is { Length: > 0 } text)
            {
                fields[field.Code] = field.Type switch
                {
                    RecordFieldType.Number => EntryText.Number(text)!.Value,
                    RecordFieldType.YesNo => JsonSerializer.SerializeToElement(text == "true"),
                    _ => JsonSerializer.SerializeToElement(text),
                };
            }
        }

        return fields;
    }

    private string HistoryValue(JsonElement row) => row.TryGetProperty("fields", out var fields)
        ? string.Join(" · ", Definition.Fields.Select(f => EntryText.Record(fields, f, L)).Where(static t => t != "–"))
        : "";
}
