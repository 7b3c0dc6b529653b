using System.Text.Json;

namespace SmartCommunity.Contracts.Http;

/// <summary>What an import of models did, or would do.</summary>
/// <param name="DryRun">True when nothing was written.</param>
/// <param name="Models">The models of the document, in its order.</param>
public sealed record ModelImportView(bool DryRun, IReadOnlyList<ImportedModelView> Models);

/// <summary>One model of an import.</summary>
/// <param name="Id">DTDL identifier.</param>
/// <param name="Class">Class code: what devices are enrolled with, and the class in their topics.</param>
/// <param name="NameZh">Name, Chinese.</param>
/// <param name="NameEn">Name, English.</param>
/// <param name="Domain">Domain of the class.</param>
/// <param name="ReportIntervalSeconds">How often its devices report, in seconds.</param>
/// <param name="Outcome"><c>added</c>, <c>replaced</c> (no device has it) or <c>unchanged</c>; after a removal <c>removed</c>.</param>
/// <param name="Quantities">Names of the quantities it measures.</param>
/// <param name="Events">Types of the events it raises.</param>
/// <param name="Commands">Names of the commands it takes.</param>
public sealed record ImportedModelView(
    string Id, string Class, string NameZh, string NameEn, string Domain, int ReportIntervalSeconds, string Outcome,
    IReadOnlyList<string> Quantities, IReadOnlyList<string> Events, IReadOnlyList<string> Commands);

/// <summary>Every imported model with what stands beside it: importing it again, here or elsewhere, gives the same classes.</summary>
/// <param name="Interfaces">The DTDL v3 interfaces as they were imported.</param>
/// <param name="Traits">What DTDL has no word for, one entry for each interface.</param>
public sealed record ModelExport(IReadOnlyList<JsonElement> Interfaces, IReadOnlyList<ModelTraits> Traits);

/// <summary>What stands beside an interface.</summary>
/// <param name="Model">DTDL identifier of the interface.</param>
/// <param name="Code">Class code; without one, the last segment of the identifier (from the second version on with <c>V</c> and the version).</param>
/// <param name="Domain">Domain of the class.</param>
/// <param name="ReportIntervalSeconds">How often its devices report, in seconds, 1 to 604,800.</param>
public sealed record ModelTraits(string? Model, string? Code, string? Domain, int? ReportIntervalSeconds);
