namespace PgMigrate.Engine.Scripting;

/// <summary>Sorts of reasons why a script gave no statements.</summary>
public enum ScriptFailureKind
{
    /// <summary>The script failed.</summary>
    Error,

    /// <summary>The script asks the database, and there was none to ask.</summary>
    NeedsDatabase,

    /// <summary>The script says that it cannot be taken back, or nothing says how.</summary>
    Irreversible,

    /// <summary>The script took too long, too much memory, or said too much.</summary>
    Limit,

    /// <summary>The script was not reached, because one before it failed or ended the host.</summary>
    NotReached,

    /// <summary>The host cannot run it: there is none, or it is too old for the language.</summary>
    NoHost,
}
