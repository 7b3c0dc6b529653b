using SmartCommunity.Anomaly.Models;

namespace SmartCommunity.Anomaly.Kits;

/// <summary>A kit model as a file: a first line <c>smartcommunity-kit-model FORMAT SHA256</c>, the hash being of all that follows, then JSON. See <see cref="ModelFormat"/>.</summary>
public static class KitModelFile
{
    private static readonly ModelFormat _format = new("kit model", "smartcommunity-kit-model", "1");

    /// <summary>The bytes of the file.</summary>
    public static byte[] Write(KitModel model) => _format.Write(model);

    /// <summary>The model, or in one sentence why there is none in the file.</summary>
    public static (KitModel? Model, string? Fault) Read(ReadOnlySpan<byte> file)
    {
        var (model, fault) = _format.Read<KitModel>(file);
        return model is null ? (null, fault) : Check(model);
    }

    private static (KitModel? Model, string? Fault) Check(KitModel model)
    {
        var columns = model.Columns.Count;
        if (model.Name != KitModel.ModelName)
            return (null, $"holds a model of '{model.Name}', not of '{KitModel.ModelName}'.");
        if (model.Spreads.Count != columns || model.Components.Any(c => c.Count != columns))
            return (null, FormattableString.Invariant($"has {model.Spreads.Count} spreads and components of other lengths than its {columns} columns."));
        if (model.Variances.Count != model.Components.Count || model.Variances.Any(static v => !(v > 1)) || (model.Variances.Count > 0 && model.Variances.Sum() >= columns))
            return (null, FormattableString.Invariant($"has {model.Variances.Count} variances for {model.Components.Count} components; there must be one each, above 1, and less than {columns} in all."));
        if (model.Spreads.Any(static s => !(s > 0)))
            return (null, "has spreads that are not above 0.");
        return (model, null);
    }
}
