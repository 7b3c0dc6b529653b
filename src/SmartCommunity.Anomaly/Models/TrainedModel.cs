using System.IO.Compression;
using Microsoft.ML;

namespace SmartCommunity.Anomaly.Models;

/// <summary>What Microsoft.ML learned: a row in, a prediction out, and the bytes it is kept as. Thread-safe: one row at a time.</summary>
internal sealed class TrainedModel<TRow, TPrediction>
    where TRow : class
    where TPrediction : class, new()
{
    // The earliest a zip can tell: what was learned says nothing of when it was packed.
    private static readonly DateTimeOffset _packedAt = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly MLContext _context;
    private readonly ITransformer _model;
    private readonly DataViewSchema _schema;
    private readonly PredictionEngine<TRow, TPrediction> _engine;
    private readonly Lock _gate = new(); // Protects _engine, which holds one row.

    internal TrainedModel(MLContext context, ITransformer model, DataViewSchema schema)
    {
        (_context, _model, _schema) = (context, model, schema);
        _engine = context.Model.CreatePredictionEngine<TRow, TPrediction>(model);
    }

    /// <param name="bytes">What <see cref="Save"/> gave.</param>
    /// <param name="seed">Seed of whatever is drawn by chance.</param>
    /// <param name="what">What the bytes are, for the message: <c>the trees</c>.</param>
    /// <exception cref="InvalidDataException">The bytes are no such model.</exception>
    internal static TrainedModel<TRow, TPrediction> Load(byte[] bytes, int seed, string what)
    {
        var context = new MLContext(seed);
        try
        {
            using var stream = new MemoryStream(bytes);
            return new TrainedModel<TRow, TPrediction>(context, context.Model.Load(stream, out var schema), schema);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Microsoft.ML throws whatever its reader stumbles on: to the caller it is one and the same.
            throw new InvalidDataException($"{what} in it cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>The same model is the same bytes.</summary>
    internal byte[] Save()
    {
        using var stream = new MemoryStream();
        _context.Model.Save(_model, _schema, stream);
        return Timeless(stream);
    }

    internal TPrediction Of(TRow row)
    {
        lock (_gate)
        {
            return _engine.Predict(row);
        }
    }

    // The same entries in the same order, and nothing of the moment the zip was made.
    private static byte[] Timeless(MemoryStream zip)
    {
        using var target = new MemoryStream();
        using (ZipArchive from = new(zip), into = new(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries.OrderBy(static e => e.FullName, StringComparer.Ordinal))
            {
                var copy = into.CreateEntry(entry.FullName);
                copy.LastWriteTime = _packedAt;
                using Stream source = entry.Open(), copied = copy.Open();
                source.CopyTo(copied);
            }
        }

        return target.ToArray();
    }
}
