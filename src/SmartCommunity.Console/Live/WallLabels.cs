namespace SmartCommunity.Console.Live;

/// <summary>A name to be written beside a point of the wall's map.</summary>
/// <param name="X">Where the point is, in units of the drawing.</param>
/// <param name="Y">As <paramref name="X"/>, downwards.</param>
/// <param name="Text">The name.</param>
/// <param name="Rank">Who chooses first: higher before lower.</param>
/// <param name="IsNeeded">Something is open there: its name stands on the map whatever it costs.</param>
internal readonly record struct WantedLabel(double X, double Y, string Text, int Rank, bool IsNeeded);

/// <summary>Where a name stands.</summary>
/// <param name="X">Of the text's anchor, in units of the drawing.</param>
/// <param name="Y">Of its base line.</param>
/// <param name="Anchor">SVG's <c>text-anchor</c>.</param>
/// <param name="HasLeader">It stands so far off that a line must lead to it.</param>
internal readonly record struct PlacedLabel(double X, double Y, string Anchor, bool HasLeader);

/// <summary>
/// Places names beside points so that none lies on another or on a point: right, left, below, above, then further up and down beside a line. A name that finds no room is left out, unless it is needed: then it
/// stands where it covers least. Pure: the same points have the same names at the same places.
/// </summary>
internal static class WallLabels
{
    /// <summary>Size of the letters in units of the drawing; <c>WallMap.razor.css</c> says the same.</summary>
    internal const double FontSize = 16;

    /// <summary>Half of what a point takes: its shape is 22 wide.</summary>
    internal const double PointReach = 12;

    private const double Beside = 16, LineHeight = 20, Ascent = 15, LatinShare = 0.56;

    /// <summary>Steps up and down that are tried beside a point: further off nobody sees which point is meant.</summary>
    private const int Steps = 4;

    private const char FirstWideLetter = '⺀'; // From here on letters are as wide as they are high.

    /// <summary>Where each name stands, in the order asked for; null: it is left out.</summary>
    internal static IReadOnlyList<PlacedLabel?> Place(IReadOnlyList<WantedLabel> wanted, double width, double height)
    {
        var taken = wanted.Select(static w => new Box(w.X - PointReach, w.Y - PointReach, w.X + PointReach, w.Y + PointReach)).ToList();
        var placed = new PlacedLabel?[wanted.Count];
        foreach (var (index, one) in wanted.Index().OrderByDescending(static w => w.Item.IsNeeded).ThenByDescending(static w => w.Item.Rank).ThenBy(static w => w.Index))
        {
            var textWidth = WidthOf(one.Text);
            var best = Candidates(one).Select(c => (Label: c, Box: BoxOf(c, textWidth)))
                .Where(c => c.Box.Left >= 0 && c.Box.Right <= width && c.Box.Top >= 0 && c.Box.Bottom <= height)
                .Select(c => (c.Label, c.Box, Covered: taken.Sum(t => t.Shared(c.Box))))
                .DefaultIfEmpty((Label: new PlacedLabel(one.X, one.Y, "middle", HasLeader: false), Box: default, Covered: double.MaxValue))
                .MinBy(static c => c.Covered);
            if (best.Covered > 0 && !one.IsNeeded)
                continue;
            placed[index] = best.Label;
            taken.Add(best.Box);
        }

        return placed;
    }

    /// <summary>How wide a text is, about: letters of Chinese are as wide as high, others a little over half of it.</summary>
    internal static double WidthOf(string text) => text.Sum(static letter => letter >= FirstWideLetter ? FontSize : FontSize * LatinShare);

    /// <summary>What a placed name covers.</summary>
    internal static Box BoxOf(in PlacedLabel label, double textWidth)
    {
        var left = label.Anchor switch
        {
            "start" => label.X,
            "end" => label.X - textWidth,
            _ => label.X - (textWidth / 2),
        };
        return new Box(left, label.Y - Ascent, left + textWidth, label.Y - Ascent + LineHeight);
    }

    // The first of those that cover equally little is taken: nearest first.
    private static IEnumerable<PlacedLabel> Candidates(WantedLabel one)
    {
        const double baseLine = 6;
        yield return new PlacedLabel(one.X + Beside, one.Y + baseLine, "start", HasLeader: false);
        yield return new PlacedLabel(one.X - Beside, one.Y + baseLine, "end", HasLeader: false);
        yield return new PlacedLabel(one.X, one.Y + PointReach + Ascent, "middle", HasLeader: false);
        yield return new PlacedLabel(one.X, one.Y - PointReach - (LineHeight - Ascent), "middle", HasLeader: false);
        for (var step = 1; step <= Steps; step++)
        {
            foreach (var y in new[] { one.Y + baseLine + (step * LineHeight), one.Y + baseLine - (step * LineHeight) })
            {
                yield return new PlacedLabel(one.X + Beside, y, "start", HasLeader: true);
                yield return new PlacedLabel(one.X - Beside, y, "end", HasLeader: true);
            }
        }
    }

    /// <summary>A rectangle of the drawing.</summary>
    internal readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        /// <summary>Area of what both cover; 0: they do not touch.</summary>
        internal double Shared(in Box other) =>
            Math.Max(0, Math.Min(Right, other.Right) - Math.Max(Left, other.Left)) * Math.Max(0, Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top));
    }
}
