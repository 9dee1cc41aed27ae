namespace PgMigrate.Engine.Migrations;

/// <summary>What a new migration is made of.</summary>
public sealed record NewMigration
{
    /// <summary>What it does, in a few words; becomes part of the file name.</summary>
    public required string Name { get; init; }

    /// <summary>The statements, or null for a place to write them.</summary>
    public string? Sql { get; init; }

    /// <summary>
    /// The whole text of the file, in which <c>{name}</c>, <c>{version}</c>, <c>{date}</c>, <c>{author}</c> and <c>{sql}</c> are
    /// filled in; null for the built-in one.
    /// </summary>
    public string? Template { get; init; }

    /// <summary>Who writes it; for the header.</summary>
    public string Author { get; init; } = "";
}
