using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Console.Tables;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Begins a fault in the simulated district: its kind with the catalogue's parameters, ranges and defaults, and whom it falls on.</summary>
public sealed partial class InjectForm
{
    /// <summary>Subjects named after an injection; the list of labels has all.</summary>
    private const int MaxNamed = 5;

    private const string HomeScope = "home";

    private readonly Dictionary<string, double> _with = new(StringComparer.Ordinal);
    private string _kind = "";
    private string _community = "";
    private string _class = "";
    private string _device = "";
    private string _for = "";
    private int? _home;
    private int _count = 1;

    /// <summary>Kinds of fault.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<FaultKindView> Kinds { get; set; } = [];

    /// <summary>Communities to choose from.</summary>
    [Parameter]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    /// <summary>Devices are played; nothing can be injected while they are not.</summary>
    [Parameter]
    public bool Running { get; set; }

    /// <summary>Something was asked and is not answered yet.</summary>
    [Parameter]
    public bool Busy { get; set; }

    /// <summary>Why the last fault was refused.</summary>
    [Parameter]
    public IReadOnlyList<Fault> Faults { get; set; } = [];

    /// <summary>What the last fault fell on.</summary>
    [Parameter]
    public InjectReport? Report { get; set; }

    /// <summary>The fault is to begin.</summary>
    [Parameter]
    public EventCallback<InjectRequest> OnInject { get; set; }

    private FaultKindView? Chosen => Kinds.FirstOrDefault(k => k.Name == _kind);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Chosen is not null || Kinds.Count == 0)
            return;
        _kind = Kinds[0].Name;
        TakeDefaults();
    }

    private void TakeDefaults()
    {
        _with.Clear();
        _class = "";
        foreach (var parameter in Chosen?.Parameters ?? [])
            _with[parameter.Name] = parameter.Default;
    }

    // What is not a number leaves the value before it; the range is the browser's to show and the simulators' to refuse.
    private void Set(FaultParameterView parameter, string? text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            _with[parameter.Name] = value;
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Range(FaultParameterView parameter) => $"{Number(parameter.Min)} … {Number(parameter.Max)} {UnitText.Of(parameter.Unit)}".TrimEnd();

    private Task InjectAsync() => OnInject.InvokeAsync(new InjectRequest
    {
        Fault = _kind, Community = DeviceFilters.OrNull(_community), Class = DeviceFilters.OrNull(_class), Device = DeviceFilters.OrNull(_device.Trim()),
        Home = Chosen?.Scope == HomeScope ? _home : null, Count = _count, For = DeviceFilters.OrNull(_for.Trim()), With = _with.Count == 0 ? null : new Dictionary<string, double>(_with),
    });
}
