using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting;

/// <summary>Checks SQL against the rules. Reads text alone; asks no database.</summary>
public static class Linter
{
    /// <summary>Checks a migration, its undo script included.</summary>
    /// <param name="migration">It.</param>
    /// <param name="options">What to check; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the check between statements.</param>
    /// <exception cref="UnknownRuleException">The options name a rule that does not exist.</exception>
    public static LintReport Check(Migration migration, LintOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(migration);
        return Check(migration.UpScript, migration.UndoScript, migration.Path, migration, options ?? new LintOptions(), cancellationToken);
    }

    /// <summary>Checks a text; an <c>-- @undo</c> line in it starts its undo part.</summary>
    /// <param name="script">It.</param>
    /// <param name="options">What to check; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the check between statements.</param>
    /// <exception cref="UnknownRuleException">The options name a rule that does not exist.</exception>
    public static LintReport Check(SourceText script, LintOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(script);
        MigrationSections sections = MigrationSections.Read(script);
        return Check(sections.Up, sections.Undo, script.Path, null, options ?? new LintOptions(), cancellationToken);
    }

    /// <summary>Tells how many statements of a text, its undo part included, are of a known kind.</summary>
    /// <param name="script">It.</param>
    /// <param name="cancellationToken">Stops between statements.</param>
    public static LintCoverage Coverage(SourceText script, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(script);
        MigrationSections sections = MigrationSections.Read(script);
        return LintCoverage.Of(
        [
            .. ParsedScript.Read(sections.Up, false, cancellationToken).Statements,
            .. sections.Undo is { } undo ? ParsedScript.Read(undo, true, cancellationToken).Statements : [],
        ]);
    }

    private static LintReport Check(
        SourceText up, SourceText? undo, string? path, Migration? migration, LintOptions options, CancellationToken cancellationToken)
    {
        var selection = new RuleSelection(options);
        var contexts = new List<LintContext>();
        SchemaFacts schema = options.Schema;
        foreach ((SourceText? part, bool isUndo) in new[] { (up, false), (undo, true) })
        {
            if (part is not null)
            {
                ParsedScript parsed = ParsedScript.Read(part, isUndo, cancellationToken);
                LintContext context = Run(new LintContext(parsed, migration, options with { Schema = schema }, selection.Rules), selection, cancellationToken);
                contexts.Add(context);
                schema = (parsed.Error is null ? context.Schema : context.Schema.Uncertain()).AtStart();
            }
        }

        SchemaFacts after = undo is null ? schema : contexts[1].Options.Schema;
        if (contexts.Count > 1)
        {
            contexts[1].Suppressions.Inherit(contexts[0].Suppressions);
        }

        HashSet<LintFinding> hidden = [.. contexts.SelectMany(context => context.Findings.Where(context.Suppressions.Hides))];
        foreach (LintContext context in contexts)
        {
            int seen = context.Findings.Count;
            foreach (LintRule rule in selection.Rules)
            {
                rule.CheckSuppressions(context);
            }

            hidden.UnionWith(context.Findings.Skip(seen).Where(context.Suppressions.Hides));
        }

        return new LintReport([.. contexts.SelectMany(context => DiagnosticBuilder.Build(context, selection, hidden))])
        {
            Coverage = LintCoverage.Of([.. contexts.SelectMany(context => context.Statements)]),
            SuppressedCount = hidden.Count,
            Path = path,
            Target = options.Target,
            Migration = migration,
            SchemaAfter = after,
        };
    }

    private static LintContext Run(LintContext context, RuleSelection selection, CancellationToken cancellationToken)
    {
        LintRule[] rules = [.. selection.Rules.Where(rule => !context.IsUndo || rule.Metadata.AppliesToUndo)];
        LintRule[]? forBlocks = null;
        LintRule[]? forRoutines = null;
        foreach (LintStatement statement in context.Statements)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SchemaFacts before = context.Schema;
            foreach (LintRule rule in rules)
            {
                rule.Check(statement, context);
            }

            if (statement.Parsed is DoStatement { Language: "plpgsql", Body: { } body })
            {
                forBlocks ??= [.. rules.Where(rule => !rule.Metadata.SkipsBodies)];
                CheckBody(statement, RoutineBody.Read(statement.Statement, body), context, forBlocks, runs: true);
            }
            else if (statement.Parsed is CreateStatement { Body: not null } routine)
            {
                forRoutines ??= [.. rules.Where(rule => rule.Metadata.ChecksRoutines)];
                CheckBody(statement, RoutineBody.Read(statement.Statement, routine), context, forRoutines, runs: false);
            }

            context.Tables.Observe(statement);
            context.Schema = SchemaFollower.Follow(before, statement);
        }

        foreach (LintRule rule in rules)
        {
            rule.CheckScript(context);
        }

        return context;
    }

    /// <summary>
    /// The statements in code. They share the place of what holds it in the script, so that a comment before it speaks for them. Those of a
    /// DO block run with it and change what is known; those of a function do not, so most rules have nothing to say of them.
    /// </summary>
    private static void CheckBody(LintStatement holder, IReadOnlyList<SqlStatement> body, LintContext context, LintRule[] rules, bool runs)
    {
        foreach (SqlStatement inner in body)
        {
            var statement = new LintStatement(inner, holder.Index) { IsInBody = true };
            foreach (LintRule rule in rules)
            {
                rule.Check(statement, context);
            }

            if (runs)
            {
                context.Tables.Observe(statement);
                context.Schema = SchemaFollower.Follow(context.Schema, statement);
            }
        }
    }
}
