using System.Globalization;
using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Console.Mapping;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Maps one field of a quarantined payload to a quantity, with a preview computed on the sample: value = raw × scale + offset.</summary>
public sealed partial class MapForm
{
    private const string DeviceScope = "device";
    private const string ClassScope = "class";

    private IReadOnlyList<PayloadField> _fields = [];
    private string _field = "";
    private string _quantity = "";
    private string _scale = "1";
    private string _offset = "0";
    private string _scope = DeviceScope;

    /// <summary>The payload.</summary>
    [Parameter, EditorRequired]
    public required QuarantineView Row { get; set; }

    /// <summary>Why the last mapping was refused.</summary>
    [Parameter]
    public IReadOnlyList<Fault> Faults { get; set; } = [];

    /// <summary>The mapping is to be made.</summary>
    [Parameter]
    public EventCallback<FieldMappingView> OnMap { get; set; }

    // The class's own quantities; a class the catalogue does not know may be mapped to any.
    private IReadOnlyList<Quantity> Quantities =>
        DeviceClassCatalogue.Current.Find(Row.Class)?.Quantities ?? QuantityCatalogue.Default.All;

    private Quantity? Quantity => QuantityCatalogue.Default.Find(_quantity);

    private IReadOnlyList<MappingPreview> Preview =>
        Quantity is { } quantity && _fields.FirstOrDefault(f => f.Name == _field) is { } picked && Numbers() is var (scale, offset)
            ? MappingPreview.Of(picked, quantity, scale, offset)
            : [];

    private bool IsReady => Quantity is not null && _field.Length > 0 && Numbers() is not null;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _fields = PayloadFields.Of(Row.PayloadText);
        _field = _fields.Count > 0 ? _fields[0].Name : "";
        _quantity = Quantities[0].Name;
    }

    private (double Scale, double Offset)? Numbers() =>
        double.TryParse(_scale, NumberStyles.Float, CultureInfo.InvariantCulture, out var scale) && scale != 0
        && double.TryParse(_offset, NumberStyles.Float, CultureInfo.InvariantCulture, out var offset)
            ? (scale, offset)
            : null;

    private Task MapAsync()
    {
        var (scale, offset) = Numbers()!.Value;
        return OnMap.InvokeAsync(new FieldMappingView(Id: 0, Row.Class, _scope == ClassScope ? "" : Row.Device, _field, _quantity, scale, offset));
    }
}
