using System.Globalization;
using System.Net;
using System.Text;
using NetTopologySuite.Geometries;
using SmartCommunity.Programme.Eligibility.Shapes;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>A picture as SVG, for documents and for browsers that draw no map: north up, a scale bar, and a legend of what is in it. It stands alone: no style sheet, no script, no font of its own.</summary>
public static class PictureSvg
{
    private const double Width = 720, MapHeight = 540, Margin = 24, LegendRow = 20, PointRadius = 4, FontSize = 13;

    // Names of more than a few buildings cover the picture.
    private const int MaxNames = 12;

    // A scale bar is about a quarter of the map.
    private const double ScaleShare = 0.25;

    private static readonly double[] ScaleSteps = [1, 2, 5];

    /// <summary>The picture; <paramref name="language"/> is the legend's: "en…", else Chinese.</summary>
    public static string Write(Picture picture, string language)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var frame = picture.Frame();
        if (frame.IsNull)
            return Document(MapHeight / 4, $"<text x=\"{Width / 2}\" y=\"{MapHeight / 8}\" text-anchor=\"middle\">{Text(new Words("尚未划定单元", "No unit has been drawn").In(language))}</text>");
        var view = new View(frame);
        var layers = picture.Shapes.Select(s => s.Layer).Distinct().Order().ToList();
        var svg = new StringBuilder();
        svg.Append(Invariant($"<clipPath id=\"map\"><rect width=\"{Width}\" height=\"{MapHeight}\"/></clipPath><g clip-path=\"url(#map)\">"));
        foreach (var shape in picture.Shapes)
            Draw(svg, shape, view);
        foreach (var named in picture.Shapes.Where(s => s.Name.Length > 0 && s.Layer is PictureLayer.Facility or PictureLayer.Luxury or PictureLayer.Crossing or PictureLayer.Linked).Take(MaxNames))
            Name(svg, named, view);
        svg.Append("</g>");
        Scale(svg, view);
        for (var i = 0; i < layers.Count; i++)
            Legend(svg, layers[i], language, MapHeight + Margin + (i * LegendRow));
        return Document(MapHeight + Margin + (layers.Count * LegendRow), svg.ToString());
    }

    /// <summary>A layer's name.</summary>
    public static Words Of(PictureLayer layer) => layer switch
    {
        PictureLayer.Planning => new("规划单元", "Planning unit"),
        PictureLayer.Governance => new("社区治理单元", "Governance unit"),
        PictureLayer.Administrative => new("社区管辖范围", "Community's area"),
        PictureLayer.Reached => new("步行可达", "Reached on foot"),
        PictureLayer.Unit => new("实施单元", "Implementation unit"),
        PictureLayer.Unreached => new("未覆盖", "Not reached"),
        PictureLayer.Walkway => new("步行道", "Walkway"),
        PictureLayer.Building => new("楼栋", "Building"),
        PictureLayer.Luxury => new("高档住宅", "Luxury dwelling"),
        PictureLayer.Barrier => new("分割屏障", "Barrier"),
        PictureLayer.Crossing => new("穿越段，无连通证明", "Crossing without proof"),
        PictureLayer.Linked => new("穿越段，有连通证明", "Crossing, linked"),
        PictureLayer.Proof => new("桥梁或下穿通道", "Bridge or underpass"),
        PictureLayer.Facility => new("服务设施", "Facility"),
        _ => new("闲置空间", "Idle space"),
    };

    // Colours of the console's light set, apart by shape and dash as well: documents are printed in grey.
    private static (string Fill, string Stroke) StyleOf(PictureLayer layer) => layer switch
    {
        PictureLayer.Planning => ("fill=\"none\"", "stroke=\"#4A5360\" stroke-width=\"1.5\" stroke-dasharray=\"8 4\""),
        PictureLayer.Governance => ("fill=\"none\"", "stroke=\"#0B5D8F\" stroke-width=\"1\" stroke-dasharray=\"2 3\""),
        PictureLayer.Administrative => ("fill=\"none\"", "stroke=\"#7A5200\" stroke-width=\"1\" stroke-dasharray=\"6 2 1 2\""),
        PictureLayer.Reached => ("fill=\"#2F9BE0\" fill-opacity=\"0.15\"", "stroke=\"#2F9BE0\" stroke-width=\"2\""),
        PictureLayer.Unit => ("fill=\"#2F9BE0\" fill-opacity=\"0.10\"", "stroke=\"#0B5D8F\" stroke-width=\"3\""),
        PictureLayer.Unreached => ("fill=\"#F0B429\" fill-opacity=\"0.45\"", "stroke=\"none\""),
        PictureLayer.Walkway => ("fill=\"none\"", "stroke=\"#4A5360\" stroke-width=\"1\""),
        PictureLayer.Building => ("fill=\"#D5DAE1\"", "stroke=\"#4A5360\" stroke-width=\"0.5\""),
        PictureLayer.Luxury => ("fill=\"#9C2F00\"", "stroke=\"#000000\" stroke-width=\"1.5\""),
        PictureLayer.Barrier => ("fill=\"none\"", "stroke=\"#4A5360\" stroke-width=\"2\" stroke-dasharray=\"10 5\""),
        PictureLayer.Crossing => ("fill=\"#9C2F00\" fill-opacity=\"0.3\"", "stroke=\"#9C2F00\" stroke-width=\"5\""),
        PictureLayer.Linked => ("fill=\"#7A5200\" fill-opacity=\"0.3\"", "stroke=\"#7A5200\" stroke-width=\"5\" stroke-dasharray=\"6 3\""),
        PictureLayer.Proof => ("fill=\"#FFFFFF\"", "stroke=\"#7A5200\" stroke-width=\"2\""),
        PictureLayer.Facility => ("fill=\"#0B5D8F\"", "stroke=\"#FFFFFF\" stroke-width=\"1\""),
        _ => ("fill=\"#FFFFFF\"", "stroke=\"#0B5D8F\" stroke-width=\"2\""),
    };

    private static string Style(PictureLayer layer) => $"{StyleOf(layer).Fill} {StyleOf(layer).Stroke}";

    private static void Draw(StringBuilder svg, PictureShape shape, View view)
    {
        var plane = view.ToMap(shape.Shape);
        for (var i = 0; i < plane.NumGeometries; i++)
        {
            switch (plane.GetGeometryN(i))
            {
                case Point point:
                    Mark(svg, shape.Layer, point.X, point.Y);
                    break;
                case LineString line:
                    svg.Append("<path d=\"").Append(Path(line.Coordinates, close: false)).Append("\" ").Append("fill=\"none\" ").Append(StyleOf(shape.Layer).Stroke).Append("/>");
                    break;
                case Polygon polygon:
                    svg.Append("<path fill-rule=\"evenodd\" d=\"").Append(Path(polygon.ExteriorRing.Coordinates, close: true));
                    foreach (var hole in polygon.InteriorRings)
                        svg.Append(Path(hole.Coordinates, close: true));
                    svg.Append("\" ").Append(Style(shape.Layer)).Append("/>");
                    break;
            }
        }
    }

    private static void Mark(StringBuilder svg, PictureLayer layer, double x, double y) => svg.Append(layer switch
    {
        PictureLayer.Space => Invariant($"<rect x=\"{x - PointRadius:0.#}\" y=\"{y - PointRadius:0.#}\" width=\"{2 * PointRadius}\" height=\"{2 * PointRadius}\" {Style(layer)}/>"),
        PictureLayer.Proof => Invariant($"<path d=\"M{x:0.#} {y - (2 * PointRadius):0.#} l{2 * PointRadius} {2 * PointRadius} l-{2 * PointRadius} {2 * PointRadius} l-{2 * PointRadius} -{2 * PointRadius}z\" {Style(layer)}/>"),
        PictureLayer.Unreached => Invariant($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{PointRadius}\" {Style(layer)}/>"),
        _ => Invariant($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{PointRadius}\" {Style(layer)}/>"),
    });

    private static void Name(StringBuilder svg, PictureShape shape, View view)
    {
        var at = view.ToMap(shape.Shape).InteriorPoint;
        svg.Append(Invariant($"<text x=\"{at.X + PointRadius + 2:0.#}\" y=\"{at.Y - PointRadius:0.#}\" paint-order=\"stroke\" stroke=\"#FFFFFF\" stroke-width=\"3\">{Text(shape.Name)}</text>"));
    }

    private static void Scale(StringBuilder svg, View view)
    {
        var most = Width * ScaleShare / view.PixelsPerMetre;
        var decade = Math.Pow(10, Math.Floor(Math.Log10(most)));
        var metres = ScaleSteps.Select(s => s * decade).Last(m => m <= most);
        svg.Append(Invariant($"<path d=\"M{Margin} {MapHeight - Margin} v6 h{metres * view.PixelsPerMetre:0.#} v-6\" fill=\"none\" stroke=\"#000000\" stroke-width=\"2\"/>"));
        svg.Append(Invariant($"<text x=\"{Margin}\" y=\"{MapHeight - Margin - 4}\">{metres:0} m</text><text x=\"{Width - Margin}\" y=\"{Margin}\" text-anchor=\"end\">N ↑</text>"));
    }

    private static void Legend(StringBuilder svg, PictureLayer layer, string language, double y)
    {
        if (layer is PictureLayer.Facility or PictureLayer.Space or PictureLayer.Proof)
            Mark(svg, layer, Margin + 14, y);
        else
            svg.Append(Invariant($"<rect x=\"{Margin}\" y=\"{y - 6}\" width=\"28\" height=\"12\" {Style(layer)}/>"));
        svg.Append(Invariant($"<text x=\"{Margin + 40}\" y=\"{y + 5}\">{Text(Of(layer).In(language))}</text>"));
    }

    private static string Document(double height, string content) => Invariant(
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" font-family=\"'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif\" font-size=\"{FontSize}\" role=\"img\"><rect width=\"{Width}\" height=\"{height}\" fill=\"#FFFFFF\"/>{content}</svg>");

    private static string Path(Coordinate[] positions, bool close) => "M" + string.Join("L", positions.Select(p => Invariant($"{p.X:0.#} {p.Y:0.#}"))) + (close ? "Z" : "");

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>From degrees to the map's pixels.</summary>
    private sealed class View
    {
        private readonly EqualAreaPlane _plane;
        private readonly Envelope _frame;

        internal View(Envelope degrees)
        {
            _plane = new EqualAreaPlane(degrees.Centre.X, degrees.Centre.Y);
            _frame = _plane.ToPlane(Shape.Factory.ToGeometry(degrees)).EnvelopeInternal;
            PixelsPerMetre = Math.Min((Width - (2 * Margin)) / Math.Max(1, _frame.Width), (MapHeight - (2 * Margin)) / Math.Max(1, _frame.Height));
        }

        internal double PixelsPerMetre { get; }

        internal Geometry ToMap(Geometry earth)
        {
            var map = _plane.ToPlane(earth);
            map.Apply(new NetTopologySuite.Geometries.Utilities.AffineTransformation(
                PixelsPerMetre, 0, (Width / 2) - (_frame.Centre.X * PixelsPerMetre), 0, -PixelsPerMetre, (MapHeight / 2) + (_frame.Centre.Y * PixelsPerMetre)));
            map.GeometryChanged();
            return map;
        }
    }
}
