namespace PgMigrate.Engine.Linting;

/// <summary>How much a finding matters.</summary>
public enum LintSeverity
{
    /// <summary>Worth knowing.</summary>
    Information,

    /// <summary>May hurt; the input still passes.</summary>
    Warning,

    /// <summary>Will fail or destroy; the input does not pass.</summary>
    Error,
}
