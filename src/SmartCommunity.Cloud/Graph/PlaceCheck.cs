using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Graph;

/// <summary>The rules a place must meet by itself; whether its parent exists is the graph's. Pure.</summary>
internal static class PlaceCheck
{
    internal const int MaxNameLength = 120, MaxHoursLength = 200, MaxFloors = 200, LowestFloor = -10;

    internal const double MaxHeightM = 1_000, MaxAreaM2 = 1_000_000;

    internal static (TwinId Id, TwinId Parent, IReadOnlyList<Fault> Faults) Check(NewPlace place)
    {
        var faults = new List<Fault>();
        if (!Identifier.IsValid(place.Code))
            Add("code", Identifier.Fault("code", place.Code));
        var kind = TwinId.Kinds.Where(k => k.Name == place.Kind).Select(k => (TwinKind?)k.Kind).SingleOrDefault();
        var id = new TwinId(kind ?? TwinKind.Building, place.Code ?? "");
        if (kind is null || !id.IsMadePlace)
            Add("kind", $"kind '{place.Kind}' must be one of: building, unit, facility.");
        if (!TwinId.TryParse(place.Parent, out var parent))
            Add("parent", TwinId.Fault("parent", place.Parent));
        else if (id.IsMadePlace && RelationRules.KindFault(id, RelationRules.Containment(id.Kind), parent) is { } parentFault)
            Add("parent", parentFault.Message);
        CheckTexts(place, faults);
        CheckNumbers(place, id.Kind, faults);
        if (GeoGeometry.Fault(place.Geometry) is { } geometryFault)
            Add("geometry", geometryFault);
        return (id, parent, faults);

        void Add(string field, string message) => faults.Add(new Fault(FaultKind.Invalid, field, message));
    }

    private static void CheckTexts(NewPlace place, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(place.NameZh))
            faults.Add(new Fault(FaultKind.Invalid, "nameZh", "nameZh is missing."));
        foreach (var (field, text, limit) in new[] { ("nameZh", place.NameZh, MaxNameLength), ("nameEn", place.NameEn, MaxNameLength), ("openingHours", place.OpeningHours, MaxHoursLength) })
        {
            if (!string.IsNullOrEmpty(text) && Text.Fault(field, text, limit) is { } fault)
                faults.Add(fault);
        }

        if (!string.IsNullOrEmpty(place.FacilityKind) && !Identifier.IsValid(place.FacilityKind))
            faults.Add(new Fault(FaultKind.Invalid, "facilityKind", Identifier.Fault("facilityKind", place.FacilityKind)));
    }

    private static void CheckNumbers(NewPlace place, TwinKind kind, List<Fault> faults)
    {
        var isBuilding = kind == TwinKind.Building;
        Limit("floors", place.Floors, 0, MaxFloors, isBuilding, "a building");
        Limit("heightM", place.HeightM, 0, MaxHeightM, isBuilding, "a building");
        Limit("floor", place.Floor, LowestFloor, MaxFloors, !isBuilding, "a unit or facility");
        Limit("areaM2", place.AreaM2, 0, MaxAreaM2, !isBuilding, "a unit or facility");
        if (kind != TwinKind.Facility && !string.IsNullOrEmpty(place.OpeningHours))
            faults.Add(new Fault(FaultKind.Invalid, "openingHours", "openingHours belongs to a facility only."));
        if (kind != TwinKind.Facility && !string.IsNullOrEmpty(place.FacilityKind))
            faults.Add(new Fault(FaultKind.Invalid, "facilityKind", "facilityKind belongs to a facility only."));

        void Limit(string field, double? value, double min, double max, bool belongs, string owner)
        {
            if (value is not { } number)
                return;
            if (!belongs)
                faults.Add(new Fault(FaultKind.Invalid, field, $"{field} belongs to {owner} only."));
            else if (!(number >= min && number <= max))
                faults.Add(new Fault(FaultKind.Invalid, field, FormattableString.Invariant($"{field} is {number}; it must be {min} to {max}.")));
        }
    }
}
