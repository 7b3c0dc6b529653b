using SmartCommunity.Indicators.Packs.Writing;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Packs;

/// <summary>What differs between two packs, field by field: each point that was added, removed or changed, in the order of the packs. Formatting and the order of keys are no difference.</summary>
/// <param name="OldPack">Name of the one.</param>
/// <param name="NewPack">Name of the other.</param>
/// <param name="Changes">The points; empty: they are the same but for their bytes.</param>
public sealed record PackDiff(string OldPack, string NewPack, IReadOnlyList<PackChange> Changes)
{
    /// <summary>Compares two packs.</summary>
    public static PackDiff Of(StandardPack oldPack, StandardPack newPack)
    {
        ArgumentNullException.ThrowIfNull(oldPack);
        ArgumentNullException.ThrowIfNull(newPack);
        var changes = new List<PackChange>();
        new Comparer(changes).Compare(PackTreeOf.Of(oldPack, DeviceClassCatalogue.Default), PackTreeOf.Of(newPack, DeviceClassCatalogue.Default), "", null);
        return new PackDiff(oldPack.Name, newPack.Name, changes);
    }

    private sealed class Comparer(List<PackChange> changes)
    {
        private const string Measures = "measures";

        internal void Compare(PackTree left, PackTree right, string path, string? measure)
        {
            switch (left, right)
            {
                case (TreeMap l, TreeMap r):
                    Fields(l, r, path, measure);
                    break;
                case (TreeList l, TreeList r) when l.Items.Concat(r.Items).All(static i => i is TreeMap):
                    Items(l, r, path, measure);
                    break;
                default:
                    if (TreeText.Flow(left) != TreeText.Flow(right))
                        changes.Add(new PackChange(PackChangeKind.Changed, path, measure, Told(left), Told(right)));
                    break;
            }
        }

        private void Fields(TreeMap left, TreeMap right, string path, string? measure)
        {
            foreach (var (key, value) in left.Fields)
            {
                if (right.Find(key) is { } other)
                    Compare(value, other, Join(path, key), measure);
                else
                    changes.Add(new PackChange(PackChangeKind.Removed, Join(path, key), measure, Told(value), null));
            }

            foreach (var (key, value) in right.Fields.Where(f => left.Find(f.Key) is null))
                changes.Add(new PackChange(PackChangeKind.Added, Join(path, key), measure, null, Told(value)));
        }

        private void Items(TreeList left, TreeList right, string path, string? measure)
        {
            var newAt = Enumerable.Range(0, right.Items.Count).ToDictionary(right.NameOf, StringComparer.Ordinal);
            var common = new List<string>();
            for (var i = 0; i < left.Items.Count; i++)
            {
                var name = left.NameOf(i);
                var own = path.EndsWith(Measures, StringComparison.Ordinal) ? name : measure;
                if (newAt.TryGetValue(name, out var j))
                {
                    common.Add(name);
                    Compare(left.Items[i], right.Items[j], $"{path}[{name}]", own);
                }
                else
                {
                    Whole(PackChangeKind.Removed, left.Items[i], $"{path}[{name}]", own);
                }
            }

            var known = common.ToHashSet(StringComparer.Ordinal);
            for (var j = 0; j < right.Items.Count; j++)
            {
                if (right.NameOf(j) is var name && !known.Contains(name))
                    Whole(PackChangeKind.Added, right.Items[j], $"{path}[{name}]", path.EndsWith(Measures, StringComparison.Ordinal) ? name : measure);
            }

            var ordered = Enumerable.Range(0, right.Items.Count).Select(right.NameOf).Where(known.Contains).ToList();
            if (!common.SequenceEqual(ordered))
                changes.Add(new PackChange(PackChangeKind.Changed, $"{path} (order)", measure, string.Join(", ", common), string.Join(", ", ordered)));
        }

        /// <summary>Something that is only in one of the packs: told whole, but the indicators and measures in it one by one, so that every measure that came or went is a point.</summary>
        private void Whole(PackChangeKind kind, PackTree tree, string path, string? measure)
        {
            var map = tree as TreeMap;
            var told = Told(map is null ? tree : new TreeMap([.. map.Fields.Where(static f => !IsNested(f.Key))]));
            changes.Add(new PackChange(kind, path, measure, kind == PackChangeKind.Removed ? told : null, kind == PackChangeKind.Added ? told : null));
            foreach (var (key, value) in map?.Fields.Where(static f => IsNested(f.Key)) ?? [])
            {
                var list = (TreeList)value;
                for (var i = 0; i < list.Items.Count; i++)
                    Whole(kind, list.Items[i], $"{path}.{key}[{list.NameOf(i)}]", key == Measures ? list.NameOf(i) : measure);
            }
        }

        private static bool IsNested(string key) => key is "indicators" or Measures;

        private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

        private static string Told(PackTree tree) => tree is TreeScalar scalar ? scalar.Value : TreeText.Flow(tree);
    }
}

/// <summary>One point in which two packs differ.</summary>
/// <param name="Kind">Added, removed or changed.</param>
/// <param name="Path">Field, as faults name it.</param>
/// <param name="Measure">Id of the measure it belongs to; null: none in particular.</param>
/// <param name="Old">What it was; null when added.</param>
/// <param name="New">What it is; null when removed.</param>
public sealed record PackChange(PackChangeKind Kind, string Path, string? Measure, string? Old, string? New);

/// <summary>How a point differs.</summary>
public enum PackChangeKind
{
    Added = 1,
    Removed = 2,
    Changed = 3,
}
