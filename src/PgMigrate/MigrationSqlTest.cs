using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate;

/// <summary>What the rules found in one migration, file or text; pipes on to Invoke-Migration.</summary>
public sealed class MigrationSqlTest
{
    /// <summary>The migration, or null when text was tested.</summary>
    public Migration? Migration { get; init; }

    /// <summary>Full path of the file, or null.</summary>
    public string? Path { get; init; }

    /// <summary>Name of the file, or null.</summary>
    public string? FileName => Path is null ? null : System.IO.Path.GetFileName(Path);

    /// <summary>The kind of database it was tested for.</summary>
    public SqlTarget Target { get; init; }

    /// <summary>True when no error was found.</summary>
    public bool Passed { get; init; }

    /// <summary>Errors found.</summary>
    public int ErrorCount { get; init; }

    /// <summary>Warnings found.</summary>
    public int WarningCount { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{FileName ?? "SQL"} {(Passed ? "passed" : "failed")}";
}
