using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>
/// The two hashes of a score, SHA-256 over <see cref="CanonicalBytes"/>, as lower-case hexadecimal.
/// <code>
/// inputs: byte 1 · text pack hash · text community · integer instant · text project type
///         integer n · n × text claimed optional scenario of the type, ordinal
///         for each formula (measures in the standard's order, then parts of dimensions): digest of what its leaves read
///         for each veto with a fact: number? the fact
/// result: byte 2 · text pack hash · text community · integer instant · text project type
///         for each scenario: text code · byte 1 standard + 2 claimed · number share · number points
///           for each indicator: text code · number share · number points
///             for each measure: text id · byte state · text reason · number? value · number share · number points · number max points
///                               number? coverage · byte badge · integer as of · byte suppressed
///         for each dimension: text code · number share · number points
///         number total · number acceptance points · n × text gate failure · n × text veto · byte verdict
/// </code>
/// What a leaf reads is what it got from the inputs: a fact's value, day and revision; ids and revisions of records; ids and hashes of evidence; counts, sums and youngest instants of devices and of
/// history. The position is in neither: the same content at another position has the same hashes.
/// </summary>
internal static class ScoreHash
{
    private const byte InputTag = 1;
    private const byte ResultTag = 2;
    private const byte ClaimedFlag = 2;

    [ThreadStatic]
    private static CanonicalBytes? _bytes;

    internal static string OfInputs(Scorer scorer, ProjectType type, ICommunityInputs inputs, LeafResult[] leaves)
    {
        var bytes = Fresh();
        bytes.Byte(InputTag);
        bytes.Text(scorer.Pack.Hash);
        bytes.Text(inputs.Community);
        bytes.Integer(inputs.InstantMs);
        bytes.Text(type.Code);
        WriteAll(bytes, [.. inputs.ClaimedScenarios.Where(type.Optional.Contains).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        foreach (var leaf in leaves)
            bytes.Digest(leaf.Digest);
        foreach (var veto in scorer.Pack.Scoring.Vetoes)
        {
            if (veto.Fact is { } code)
                bytes.Number(inputs.Facts.TryGetValue(code, out var fact) ? fact.Value : null);
        }

        return Convert.ToHexStringLower(bytes.Hash());
    }

    internal static string OfResult(CommunityScore score)
    {
        var bytes = Fresh();
        bytes.Byte(ResultTag);
        bytes.Text(score.PackHash);
        bytes.Text(score.Community);
        bytes.Integer(score.InstantMs);
        bytes.Text(score.ProjectType);
        foreach (var scenario in score.Scenarios)
            Write(bytes, scenario);
        foreach (var dimension in score.Dimensions)
        {
            bytes.Text(dimension.Code);
            bytes.Number(dimension.Share);
            bytes.Number(dimension.Points);
        }

        bytes.Number(score.Total);
        bytes.Number(score.AcceptancePoints);
        WriteAll(bytes, score.GateFailures);
        WriteAll(bytes, score.Vetoes);
        bytes.Byte((byte)score.Verdict);
        return Convert.ToHexStringLower(bytes.Hash());
    }

    private static void Write(CanonicalBytes bytes, ScenarioScore scenario)
    {
        bytes.Text(scenario.Code);
        bytes.Byte((byte)((scenario.IsStandard ? 1 : 0) + (scenario.IsClaimed ? ClaimedFlag : 0)));
        bytes.Number(scenario.Share);
        bytes.Number(scenario.Points);
        foreach (var indicator in scenario.Indicators)
        {
            bytes.Text(indicator.Code);
            bytes.Number(indicator.Share);
            bytes.Number(indicator.Points);
            foreach (var measure in indicator.Measures)
                Write(bytes, measure);
        }
    }

    private static void Write(CanonicalBytes bytes, MeasureScore measure)
    {
        bytes.Text(measure.Id);
        bytes.Byte((byte)measure.State);
        bytes.Text(measure.Reason);
        bytes.Number(measure.Value);
        bytes.Number(measure.Share);
        bytes.Number(measure.Points);
        bytes.Number(measure.MaxPoints);
        bytes.Number(measure.Coverage);
        bytes.Byte((byte)measure.Badge);
        bytes.Integer(measure.AsOfMs);
        bytes.Byte(measure.IsSuppressed ? (byte)1 : (byte)0);
    }

    private static void WriteAll(CanonicalBytes bytes, IReadOnlyList<string> texts)
    {
        bytes.Integer(texts.Count);
        foreach (var text in texts)
            bytes.Text(text);
    }

    private static CanonicalBytes Fresh()
    {
        var bytes = _bytes ??= new CanonicalBytes();
        bytes.Clear();
        return bytes;
    }
}
