using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts.Converting;

/// <summary>What a conversion would write.</summary>
/// <param name="Items">The files to write, in order.</param>
/// <param name="Known">Migrations that were converted before, with the file that was made of each.</param>
/// <param name="Problems">What stands in the way, and what to know.</param>
public sealed record ConversionPlan(
    IReadOnlyList<Conversion> Items, IReadOnlyList<(Migration Source, Migration Converted)> Known, IReadOnlyList<MigrationProblem> Problems);
