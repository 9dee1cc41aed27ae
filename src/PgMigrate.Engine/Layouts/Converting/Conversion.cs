using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts.Converting;

/// <summary>A migration and what becomes of it.</summary>
/// <param name="Source">The migration as it is.</param>
/// <param name="File">The file to write.</param>
/// <param name="Migration">That file as its new folder will read it.</param>
/// <param name="Report">What the rules find in it.</param>
public sealed record Conversion(Migration Source, NewMigration File, Migration Migration, LintReport Report);
