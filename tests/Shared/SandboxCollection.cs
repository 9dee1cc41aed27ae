namespace PgMigrate.Testing;

/// <summary>Put <c>[Collection(SandboxCollection.Name)]</c> on a class that takes a <see cref="SandboxFixture"/>.</summary>
[CollectionDefinition(Name)]
public sealed class SandboxCollection : ICollectionFixture<SandboxFixture>
{
    public const string Name = "sandbox";
}
