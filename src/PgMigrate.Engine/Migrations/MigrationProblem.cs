using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Migrations;

/// <summary>Something wrong with a folder, a file or a plan, found before a statement is run.</summary>
/// <param name="Code">Its name; also the error id shown to users.</param>
/// <param name="Message">What is wrong, with the names of the files.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Severity">Whether it stops a run.</param>
public sealed record MigrationProblem(
    MigrationProblemCode Code, string Message, string Remedy, ProblemSeverity Severity = ProblemSeverity.Error)
{
    /// <summary>File it is about, if one.</summary>
    public string? Path { get; init; }

    /// <summary>Place in the file, if known.</summary>
    public SourcePosition? Position { get; init; }

    /// <summary>The statement that may or may not have been applied, for <see cref="MigrationProblemCode.UnknownProgress"/>.</summary>
    internal Planning.StatementInDoubt? InDoubt { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        Position is { } at ? $"{Path}:{at.Line}:{at.Column}: {Message}" : Message;
}
