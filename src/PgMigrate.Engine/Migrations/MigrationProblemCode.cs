namespace PgMigrate.Engine.Migrations;

/// <summary>Names of problems; each is also an error id.</summary>
public enum MigrationProblemCode
{
    /// <summary>The folder does not exist.</summary>
    FolderNotFound,

    /// <summary>A folder or file cannot be read.</summary>
    Unreadable,

    /// <summary>A link leads out of the folder; it is not followed.</summary>
    LinkOutOfTree,

    /// <summary>A <c>.sql</c> file whose name has no version.</summary>
    UnknownFile,

    /// <summary>Two files have one version.</summary>
    DuplicateVersion,

    /// <summary>A file beside a manifest that does not name it.</summary>
    NotInManifest,

    /// <summary>A manifest names a file that is not there.</summary>
    ManifestFileMissing,

    /// <summary>A manifest cannot be read, or names a file twice or outside its folder.</summary>
    InvalidManifest,

    /// <summary>A down script without its up script.</summary>
    OrphanUndo,

    /// <summary>A directive in the head is unknown or has a bad value.</summary>
    InvalidDirective,

    /// <summary>The text cannot be read as SQL.</summary>
    InvalidSql,

    /// <summary>A variable has no value.</summary>
    UnsetVariable,

    /// <summary>A variable was given and stands only where it is not filled in.</summary>
    VariableNotFilled,

    /// <summary>An applied file has changed.</summary>
    ChecksumChanged,

    /// <summary>A pending file is older than an applied one.</summary>
    OutOfOrder,

    /// <summary>An applied migration has no file.</summary>
    MissingFile,

    /// <summary>A migration stopped part-way and it is not known whether one statement was applied.</summary>
    UnknownProgress,

    /// <summary>A migration stopped part-way and its file has changed since.</summary>
    PartialChanged,

    /// <summary>A migration stopped part-way and its file is gone.</summary>
    PartialMissing,

    /// <summary>A statement controls transactions in a way that cannot be kept together with the history.</summary>
    TransactionControl,

    /// <summary>A statement that cannot run in a transaction stands in a migration that must.</summary>
    NotTransactional,

    /// <summary>The version asked for is in neither folder nor history.</summary>
    UnknownVersion,

    /// <summary>No schema of the search path exists to hold the history.</summary>
    NoHistorySchema,

    /// <summary>A file is not written as its layout's own tool wants it.</summary>
    InvalidLayout,

    /// <summary>A migration in a language that is not run here.</summary>
    UnsupportedLanguage,

    /// <summary>A migration cannot be written as another layout wants it, or would be run in another way there.</summary>
    NotConvertible,

    /// <summary>A migration that its own tool would skip without a word.</summary>
    SkippedByTool,

    /// <summary>Another tool's history does not name it; that it is applied is concluded from what that history does say.</summary>
    HistoryAssumed,

    /// <summary>Another tool's history says that a migration failed or stopped half-way.</summary>
    HistoryFailed,

    /// <summary>The history of the folder's own tool has what ours does not.</summary>
    OtherHistory,

    /// <summary>The table of that name is no history table known here.</summary>
    UnknownHistoryTable,

    /// <summary>A migration that is to be taken back has no undo script, or its history cannot record that.</summary>
    NoUndo,

    /// <summary>A migration cannot be taken back as long as a later one is applied.</summary>
    UndoOrder,

    /// <summary>A migration was taken back in part.</summary>
    UndoUnfinished,

    /// <summary>A history is to be compared with a folder that has no migration.</summary>
    NothingToCompare,

    /// <summary>A repair for which another tool's history has no room.</summary>
    RepairNotSupported,

    /// <summary>A statement is longer than the target takes.</summary>
    StatementTooLong,

    /// <summary>COPY through the connection, on a target that has no way for its data.</summary>
    CopyNotSupported,

    /// <summary>A setting that would not reach the statements it is meant for.</summary>
    SettingLost,

    /// <summary><c>:name</c> where the RDS Data API may take it for a parameter.</summary>
    ColonParameter,

    /// <summary>A statement that <c>@batch</c> cannot cut into ranges, or not by the columns it names.</summary>
    BatchNotPossible,

    /// <summary>A statement that would change more rows than a transaction of Aurora DSQL takes.</summary>
    TooManyRows,

    /// <summary>A migration that is a script failed while its statements were asked for.</summary>
    ScriptFailed,

    /// <summary>A migration that is a script took too long, too much memory, or said too much.</summary>
    ScriptLimit,

    /// <summary>A migration that is a script asks the database, and there was none to ask.</summary>
    NeedsDatabase,
}
