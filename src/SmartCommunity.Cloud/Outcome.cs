namespace SmartCommunity.Cloud;

/// <summary>Why a request was not carried out.</summary>
public enum FaultKind
{
    /// <summary>A field is missing or outside its limits (400).</summary>
    Invalid,

    /// <summary>The thing named does not exist (404).</summary>
    NotFound,

    /// <summary>It contradicts what exists (409).</summary>
    Conflict,

    /// <summary>It was meant for another revision than the thing has (412).</summary>
    Stale,

    /// <summary>The caller has not shown who it is (401).</summary>
    Unauthorized,

    /// <summary>The caller may not do it, or not there (403).</summary>
    Forbidden,

    /// <summary>It was there and is used up (410).</summary>
    Gone,

    /// <summary>Too many failed attempts; later (429).</summary>
    TooMany,

    /// <summary>What is needed to answer is down for the moment (503).</summary>
    Unavailable,
}

/// <summary>One fault, naming the field and the limit.</summary>
public sealed record Fault(FaultKind Kind, string Field, string Message)
{
    /// <summary>For <see cref="FaultKind.TooMany"/>: seconds until it makes sense to try again.</summary>
    public int? RetryAfterSeconds { get; init; }
}

/// <summary>A value, or the faults why there is none. Expected conditions come back like this; exceptions are for the unexpected.</summary>
public readonly record struct Outcome<T>
{
    private Outcome(T? value, IReadOnlyList<Fault> faults)
    {
        Value = value;
        Faults = faults;
    }

    /// <summary>The value; meaningful only when <see cref="Succeeded"/>.</summary>
    public T? Value { get; }

    /// <summary>All faults; empty on success.</summary>
    public IReadOnlyList<Fault> Faults { get; }

    /// <summary>True when there is a value.</summary>
    public bool Succeeded => Faults.Count == 0;

    public static implicit operator Outcome<T>(T value) => new(value, []);

    public static implicit operator Outcome<T>(Fault fault) => new(default, [fault]);

    public static implicit operator Outcome<T>(Fault[] faults) => new(default, faults);
}
