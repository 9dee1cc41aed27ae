using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>What went wrong in a migration, told as its author needs it.</summary>
public sealed record MigrationFailure
{
    /// <summary>What the database said.</summary>
    public required SqlFailure Error { get; init; }

    /// <summary>File of the migration.</summary>
    public required string Path { get; init; }

    /// <summary>Place of the failing token in the file, else of the statement, else null.</summary>
    public SourcePosition? Position { get; init; }

    /// <summary>Number of the failing statement in the migration, from 1.</summary>
    public int? StatementNumber { get; init; }

    /// <summary>The first line of the failing statement, secrets taken out.</summary>
    public string? StatementFirstLine { get; init; }

    /// <summary>What state the database is in and what to do.</summary>
    public required string Remedy { get; init; }

    /// <summary>The whole story over several lines: place, message, statement, SQLSTATE, detail, hint, remedy.</summary>
    public override string ToString()
    {
        var lines = new List<string>
        {
            (Position is { } at ? $"{Path}:{at.Line}:{at.Column}: " : $"{Path}: ") + Error.Message,
        };
        Add("Statement", StatementNumber is { } number ? $"{number}: {StatementFirstLine}" : StatementFirstLine);
        Add("SQLSTATE", Error.SqlState);
        Add("Detail", Error.Detail);
        Add("Hint", Error.Hint);
        Add("Where", Error.Where);
        Add("Remedy", Remedy);
        return string.Join(Environment.NewLine, lines);

        void Add(string label, string? text)
        {
            if (!string.IsNullOrEmpty(text))
            {
                lines.Add($"  {label}: {text}");
            }
        }
    }
}
