namespace PgMigrate.Engine.Migrations;

/// <summary>Whether a problem stops a run.</summary>
public enum ProblemSeverity
{
    /// <summary>Reported; the run goes on.</summary>
    Warning,

    /// <summary>Nothing is run.</summary>
    Error,
}
