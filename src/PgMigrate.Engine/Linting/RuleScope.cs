namespace PgMigrate.Engine.Linting;

/// <summary>What a rule's findings are about.</summary>
public enum RuleScope
{
    /// <summary>One statement.</summary>
    Statement,

    /// <summary>The file as a whole; a suppression counts wherever it stands.</summary>
    File,
}
