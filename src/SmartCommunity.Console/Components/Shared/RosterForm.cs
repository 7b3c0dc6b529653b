using Microsoft.AspNetCore.Components;
using SmartCommunity.Cloud;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What every form of the roster page has: the roster, which of its entries is changed, and keeping what was changed.</summary>
public abstract class RosterForm : ComponentBase
{
    /// <summary>The roster as it is.</summary>
    [Parameter, EditorRequired]
    public required Roster Roster { get; set; }

    /// <summary>Index of the entry that is changed; null: one is added.</summary>
    [Parameter]
    public int? Index { get; set; }

    /// <summary>Keeps the roster as changed; gives what is wrong with it.</summary>
    [Parameter, EditorRequired]
    public required Func<Func<Roster, Roster>, Task<IReadOnlyList<Fault>>> Save { get; set; }

    /// <summary>What was wrong last time.</summary>
    protected IReadOnlyList<Fault> Faults { get; private set; } = [];

    /// <summary>Something is being kept.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>People that can be on duty.</summary>
    protected IEnumerable<DutyContact> People => Roster.Contacts.Where(static c => c.Home.Length == 0);

    /// <summary>For <c>aria-invalid</c>: true where a fault names a field that ends so.</summary>
    protected string? Wrong(string field) => Faults.Any(f => f.Field == field || f.Field.EndsWith($".{field}", StringComparison.Ordinal)) ? "true" : null;

    /// <summary>Keeps the roster as changed.</summary>
    protected async Task KeepAsync(Func<Roster, Roster> change)
    {
        IsBusy = true;
        Faults = await Save(change);
        IsBusy = false;
    }

    /// <summary>The entry that is changed; null: one is added, or it is no longer there.</summary>
    protected T? Changed<T>(IReadOnlyList<T> list)
        where T : class => Index is { } at && at < list.Count ? list[at] : null;

    /// <summary>Chooses one of several, or no longer. Where the order counts, the last chosen comes last.</summary>
    protected static void Choose<T>(ICollection<T> chosen, T one, bool isChosen)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        chosen.Remove(one);
        if (isChosen)
            chosen.Add(one);
    }

    /// <summary>The list with an entry in the place of the one that is changed, or at the end.</summary>
    protected IReadOnlyList<T> With<T>(IReadOnlyList<T> list, T entry) => Index is { } at && at < list.Count ? [.. list.Take(at), entry, .. list.Skip(at + 1)] : [.. list, entry];
}
