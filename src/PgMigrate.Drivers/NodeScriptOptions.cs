namespace PgMigrate.Drivers;

/// <summary>How migrations in JavaScript are run.</summary>
public sealed record NodeScriptOptions
{
    /// <summary>Full path of the <c>node</c> program; null looks for it on PATH.</summary>
    public string? NodePath { get; init; }

    /// <summary>
    /// Full path of the folder below which scripts may read files; null takes the nearest folder above the migrations that has a
    /// <c>package.json</c>, else the migrations' own.
    /// </summary>
    public string? ProjectFolder { get; init; }

    /// <summary>Names that a project writes in camelCase are snake_case in the database: node-pg-migrate's <c>decamelize</c>.</summary>
    public bool Decamelize { get; init; }

    /// <summary>Longest that one script may run in one direction, what it asks the database not counted. The default is ten seconds.</summary>
    public TimeSpan ScriptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest for all scripts of a folder together, likewise. The default is two minutes.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Most memory for JavaScript's heap, MB; the whole process may have twice as much. The default is 512.</summary>
    public int MemoryLimit { get; init; } = 512;

    /// <summary>Most that all scripts together may say, SQL included, in characters. The default is 64 million.</summary>
    public long OutputLimit { get; init; } = 64_000_000;

    /// <summary>
    /// Names of environment variables that scripts see. The default is none: passwords and keys of whoever runs migrations are no
    /// business of theirs.
    /// </summary>
    public IReadOnlyList<string> EnvironmentVariables { get; init; } = [];
}
