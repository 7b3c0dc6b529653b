using SmartCommunity.Cloud.Programme.Papers.Model;

namespace SmartCommunity.Cloud.Programme.Papers.Filling;

/// <summary>Which sections stand where in a template: those it names where it names them, the rest at its body. Pure.</summary>
internal static class SectionOrder
{
    internal static IEnumerable<PaperSection> At(string code, Paper paper, IReadOnlyCollection<string> placed) => code == Placeholder.Body
        ? paper.Sections.Where(s => !placed.Contains(Placeholder.Section + s.Code))
        : paper.Sections.Where(s => Placeholder.Section + s.Code == code);
}
