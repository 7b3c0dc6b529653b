using System.Globalization;
using System.Text;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators;

/// <summary>What became of a made-up piece of evidence.</summary>
public enum SimulatedReview
{
    /// <summary>It waits for a reviewer.</summary>
    Waiting = 1,

    /// <summary>A reviewer accepted it.</summary>
    Accepted = 2,

    /// <summary>A reviewer accepted it after a look on site.</summary>
    Inspected = 3,

    /// <summary>A reviewer refused it.</summary>
    Refused = 4,
}

/// <summary>A made-up piece of evidence.</summary>
/// <param name="Kind">Code of its definition in the pack.</param>
/// <param name="Dated">Day it is of.</param>
/// <param name="Expires">Last day it counts; null: as long as its kind says.</param>
/// <param name="Review">What became of it.</param>
/// <param name="Score">0 to 100, where the kind is scored.</param>
/// <param name="Document">A PDF of one page that says it is simulated.</param>
public sealed record SimulatedEvidence(string Kind, DateOnly Dated, DateOnly? Expires, SimulatedReview Review, double? Score, byte[] Document)
{
    private static readonly string[] _kinds =
    [
        "cultureTheme", "culturePlace", "memoryArchive", "covenant", "schoolAgreement", "medicalAlliance", "talentPolicy", "emergencyPlan", "emergencyDrill", "councilCharter", "mlpsFiling", "serviceLink", "highlight",
    ];

    private static readonly string[] _scored = ["designReview", "highlightReview"];

    /// <summary>The evidence of a community, the same for the same seed and day: most accepted, some refused, waiting, run out, or never handed in.</summary>
    public static IReadOnlyList<SimulatedEvidence> Of(ulong seed, string community, DateOnly today)
    {
        var dice = Dice.Of(seed).Fork("evidence").Fork(community);
        var progress = dice.Between(0, 0.35, 1);
        return
        [
            .. _kinds.Select(kind => Of(dice.Fork(kind), community, kind, today, progress, isScored: false)).OfType<SimulatedEvidence>(),
            .. _scored.Select(kind => Of(dice.Fork(kind), community, kind, today, progress, isScored: true)).OfType<SimulatedEvidence>(),
        ];
    }

    private static SimulatedEvidence? Of(Dice dice, string community, string kind, DateOnly today, double progress, bool isScored)
    {
        const double neverHandedIn = 0.4, refused = 0.06, waiting = 0.14, inspected = 0.6, runsOut = 0.08; // Waiting counts refused ones in.
        if (dice.Chance(1, (1 - progress) * neverHandedIn))
            return null;
        var luck = dice.Unit(2);
        var review = luck < refused ? SimulatedReview.Refused : luck < waiting ? SimulatedReview.Waiting : luck < inspected ? SimulatedReview.Inspected : SimulatedReview.Accepted;
        var dated = today.AddDays(-(int)dice.Between(3, 20, 200));
        DateOnly? expires = dice.Chance(4, runsOut) ? dated.AddDays(10) : null;
        return new SimulatedEvidence(kind, dated, expires, review, isScored ? Math.Round(dice.Between(5, 55, 98)) : null, Pdf($"SIMULATED DISTRICT {community}: {kind}, not a real document"));
    }

    /// <summary>The least a reader shows as a page: ISO 32000-1, Annex H.2.</summary>
    private static byte[] Pdf(string text)
    {
        var content = $"BT /F1 20 Tf 40 720 Td ({text}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {content.Length.ToString(CultureInfo.InvariantCulture)} >>\nstream\n{content}\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>(objects.Length);
        for (var i = 0; i < objects.Length; i++)
        {
            places.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        places.ForEach(place => pdf.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n"));
        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }
}
