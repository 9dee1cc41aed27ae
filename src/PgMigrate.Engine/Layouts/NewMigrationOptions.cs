namespace PgMigrate.Engine.Layouts;

/// <summary>What a new migration file is made of.</summary>
/// <param name="Name">What it does, in a few words; becomes the file name.</param>
public sealed record NewMigrationOptions(string Name)
{
    /// <summary>First line of the head; null makes one from the name.</summary>
    public string? Description { get; init; }

    /// <summary>The statements that apply it; null leaves a place for them.</summary>
    public string? Sql { get; init; }

    /// <summary>The statements that take it back; null leaves a place for them.</summary>
    public string? UndoSql { get; init; }

    /// <summary>The time, for layouts whose versions are times.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>
    /// The file's text with <c>${version}</c>, <c>${name}</c>, <c>${description}</c>, <c>${sql}</c> and <c>${undo}</c> in it;
    /// null takes <see cref="NewMigration.DefaultTemplate"/>.
    /// </summary>
    public string? Template { get; init; }
}
