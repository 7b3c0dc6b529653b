using SmartCommunity.SystemTests.Console;

namespace SmartCommunity.SystemTests.Programme;

/// <summary>The programme's browser tests share one cloud with accounts and one browser, and run one after another.</summary>
[CollectionDefinition(nameof(ProgrammeSuite))]
public sealed class ProgrammeSuite : ICollectionFixture<ProgrammeFixture>, ICollectionFixture<Chromium>;
