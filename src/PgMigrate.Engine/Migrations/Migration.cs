using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Migrations;

/// <summary>One versioned change of a database: a file, or a part of one.</summary>
public sealed record Migration
{
    /// <summary>What identifies it in its folder, as written there: <c>0007</c>, <c>010</c>.</summary>
    public required string Version { get; init; }

    /// <summary>What follows the version in the file name, without extension; empty when there is none.</summary>
    public required string Name { get; init; }

    /// <summary>The file name with extension; what the history remembers (<c>description</c>).</summary>
    public required string FileName { get; init; }

    /// <summary>Full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>The layout that found it: <c>Native</c>, <c>Manifest</c>, ….</summary>
    public required string Layout { get; init; }

    /// <summary>Its place in the run order of its folder, from 0.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The statements that apply it.</summary>
    public required SourceText UpScript { get; init; }

    /// <summary>The statements that take it back, or null.</summary>
    public SourceText? UndoScript { get; init; }

    /// <summary>SHA-256 of the file's text with line ends folded to LF and no BOM; 64 lower-case hexadecimal digits.</summary>
    public required string Checksum { get; init; }

    /// <summary>What the head of the file says.</summary>
    public MigrationHeader Header { get; init; } = MigrationHeader.Empty;

    /// <summary>
    /// What its layout's own tool records of it: dbmate's digits, node-pg-migrate's name, drizzle's <c>when</c>, Flyway's version.
    /// Null in layouts that are ours.
    /// </summary>
    public string? HistoryKey { get; init; }

    /// <summary>Full path of the folder that was read; null for a migration that came from no folder. A migration may lie below it; one without a file is of its history.</summary>
    public string? FolderPath { get; init; }

    /// <summary>How its undo script is run; <see cref="Migrations.TransactionMode.Auto"/> unless its layout says it of that script.</summary>
    public TransactionMode UndoTransactionMode { get; init; }

    /// <summary>True for one that is run again whenever it changes (Flyway's <c>R__</c>).</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The language of one that is only listed and compared here, never run (<c>Ruby</c>, <c>C#</c>); null for all others.</summary>
    public string? ListedLanguage { get; init; }

    /// <summary>How it is run; <see cref="Migrations.TransactionMode.Auto"/> until decided from its tokens.</summary>
    public TransactionMode TransactionMode { get; init; }

    /// <summary>True for a manifest's <c>initialSetupFiles</c>, which are for empty databases only.</summary>
    public bool IsInitialSetup { get; init; }

    /// <summary>True when <c>ImmutableThrough</c> protects the file from being rewritten.</summary>
    public bool IsImmutable { get; init; }

    /// <summary>
    /// True for one that is written in a programming language. Its scripts are what it asked for when it was run
    /// (<see cref="Scripting.ScriptedMigrations"/>), its checksum is the file's, and nothing may write its file.
    /// </summary>
    public bool IsScripted { get; init; }

    /// <summary>Why the statements of a script are not known, or null when they are; one that is due then stops a run.</summary>
    public MigrationProblem? ScriptProblem { get; init; }

    /// <summary>Why a script has no <see cref="UndoScript"/>, or null.</summary>
    public MigrationProblem? UndoProblem { get; init; }

    /// <summary>Directives of a script's head as SQL comments, a line each.</summary>
    internal string ScriptHead { get; init; } = "";

    /// <summary>What the history says of it.</summary>
    public MigrationState State { get; init; }

    /// <summary>When it was applied (server time, UTC), if it was.</summary>
    public DateTimeOffset? AppliedAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FileName;
}
