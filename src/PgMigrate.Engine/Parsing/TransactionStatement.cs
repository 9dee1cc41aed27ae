using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Parsing;

/// <summary>A statement that controls transactions.</summary>
/// <param name="Control">What it does.</param>
public sealed record TransactionStatement(TransactionControl Control) : ParsedStatement;
