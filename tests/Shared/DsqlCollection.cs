namespace PgMigrate.Testing;

/// <summary>Put <c>[Collection(DsqlCollection.Name)]</c> on a class that takes a <see cref="DsqlFixture"/>.</summary>
[CollectionDefinition(Name)]
public sealed class DsqlCollection : ICollectionFixture<DsqlFixture>
{
    public const string Name = "dsql";
}
