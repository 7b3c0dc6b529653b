namespace SmartCommunity.Indicators.Packs.Writing;

/// <summary>A pack as plain data: what its canonical text is printed from and what two packs are compared by. Names fields as the reader does; a field at its default is left out.</summary>
internal abstract record PackTree
{
    /// <summary>A number, true or false: written as it is.</summary>
    internal static PackTree Plain(string text) => new TreeScalar(text, IsText: false);

    internal static PackTree Text(string text) => new TreeScalar(text, IsText: true);

    /// <summary>A mapping; fields without a value are left out.</summary>
    internal static TreeMap Map(params ReadOnlySpan<(string Key, PackTree? Value)> fields)
    {
        var kept = new List<(string Key, PackTree Value)>();
        foreach (var (key, value) in fields)
        {
            if (value is not null)
                kept.Add((key, value));
        }

        return new TreeMap(kept);
    }

    /// <summary>A list whose items are told apart by a field of theirs.</summary>
    internal static TreeList List(string? identity, IEnumerable<PackTree> items) => new(identity, [.. items]);

    /// <summary>A list of texts.</summary>
    internal static TreeList Texts(IEnumerable<string> texts) => new(null, [.. texts.Select(Text)]);

    /// <summary>The list, or null when it is empty: an absent field.</summary>
    internal static TreeList? Some(TreeList list) => list.Items.Count == 0 ? null : list;
}

/// <summary>A single value.</summary>
internal sealed record TreeScalar(string Value, bool IsText) : PackTree;

/// <summary>Fields in their order.</summary>
internal sealed record TreeMap(IReadOnlyList<(string Key, PackTree Value)> Fields) : PackTree
{
    internal PackTree? Find(string key) => Fields.FirstOrDefault(f => f.Key == key).Value;
}

/// <summary>Items in their order.</summary>
internal sealed record TreeList(string? Identity, IReadOnlyList<PackTree> Items) : PackTree
{
    /// <summary>What an item is called in paths.</summary>
    internal string NameOf(int index) => Identity is not null && Items[index] is TreeMap map && map.Find(Identity) is TreeScalar name
        ? name.Value
        : index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
