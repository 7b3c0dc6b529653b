namespace SmartCommunity.SystemTests.Console;

/// <summary>The console's browser tests share one cloud and one browser, and run one after another.</summary>
[CollectionDefinition(nameof(ConsoleSuite))]
public sealed class ConsoleSuite : ICollectionFixture<ConsoleFixture>, ICollectionFixture<Chromium>;
