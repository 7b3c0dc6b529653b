namespace SmartCommunity.SystemTests.Line;

/// <summary>Tests that bound memory or processor time, or take every core there is: nothing runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
