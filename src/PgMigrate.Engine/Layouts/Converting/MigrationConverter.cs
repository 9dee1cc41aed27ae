using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.Converting;

/// <summary>
/// Makes migrations of one layout into files of another. Each new file is read back and must have the statements of its source; what was
/// converted before is known by its head and left alone, so a second conversion writes nothing.
/// </summary>
public static class MigrationConverter
{
    /// <summary>Decides names and texts and checks them; writes nothing.</summary>
    /// <param name="sources">The migrations to convert, in their order.</param>
    /// <param name="folder">The folder they are for, as it is now.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops between statements.</param>
    /// <exception cref="ArgumentException">A name was given for several, or has no letter and no digit.</exception>
    /// <exception cref="NotSupportedException">Files of the folder's layout are written by its own tool only.</exception>
    /// <exception cref="UnknownRuleException">The options name a rule that does not exist.</exception>
    public static ConversionPlan Plan(
        IReadOnlyList<Migration> sources, MigrationSet folder, ConversionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        var target = new TargetFile(folder, options.Now);
        var problems = new List<MigrationProblem>();
        (List<Migration> due, List<(Migration, Migration)> known) = Choose(sources, folder, options, problems);
        if (options.Name is not null && due.Count > 1)
        {
            throw new ArgumentException($"One name cannot be that of {due.Count} migrations.", nameof(options));
        }

        IReadOnlyList<string>? kept = KeptVersions.Of(due, folder, options);
        var items = new List<Conversion>();
        foreach (Migration source in due)
        {
            string version = kept?[items.Count] ?? target.NextVersion(folder);
            try
            {
                NewMigration file = target.Of(source, version, options.Name ?? (source.Name.Length > 0 ? source.Name : source.Version));
                items.Add(Check(source, file, folder, options, problems, cancellationToken));
                folder = folder with { TakenVersions = [.. folder.TakenVersions, version] };
            }
            catch (Exception error) when (error is NotSupportedException or SqlSyntaxException)
            {
                problems.Add(new MigrationProblem(MigrationProblemCode.NotConvertible, error.Message, "Mend or split it, or choose another layout.") { Path = source.Path });
                kept = kept?.Where((_, at) => at != items.Count).ToList();
            }
        }

        return new ConversionPlan(items, known, problems);
    }

    private static (List<Migration> Due, List<(Migration, Migration)> Known) Choose(
        IReadOnlyList<Migration> sources, MigrationSet folder, ConversionOptions options, List<MigrationProblem> problems)
    {
        var due = new List<Migration>();
        var known = new List<(Migration, Migration)>();
        foreach (Migration source in sources)
        {
            SourceNote note = SourceNote.Of(source);
            if (folder.Migrations.FirstOrDefault(migration => SourceNote.Read(migration.Header)?.IsSameFile(note) == true) is { } made)
            {
                known.Add((source, made));
                due.RemoveAll(_ => options.NewestOnly);
                if (SourceNote.Read(made.Header)!.Checksum != source.Checksum)
                {
                    problems.Add(new MigrationProblem(
                        MigrationProblemCode.ChecksumChanged, $"{source.FileName} has changed since {made.FileName} was made of it, which stays as it is.",
                        "Write the change as a new migration, or remove the file that was made of it if it was never applied.", ProblemSeverity.Warning) { Path = source.Path });
                }
            }
            else if (source.ListedLanguage is { } language)
            {
                problems.Add(LayoutProblems.UnsupportedLanguage(source.Path, language));
            }
            else
            {
                due.Add(source);
            }
        }

        due = options.NewestOnly && known.Count == 0 ? due.TakeLast(1).ToList() : due;
        problems.AddRange(due.Where(source => source.IsRepeatable || source.IsInitialSetup).Select(source => new MigrationProblem(
            MigrationProblemCode.NotConvertible,
            source.IsRepeatable ? $"{source.FileName} is run again whenever it changes; converted, it is run once." : $"{source.FileName} is for empty databases only; converted, it is run on all.",
            "Look whether that is what you want.", ProblemSeverity.Warning) { Path = source.Path }));
        return (due, known);
    }

    private static Conversion Check(
        Migration source, NewMigration file, MigrationSet folder, ConversionOptions options, List<MigrationProblem> problems, CancellationToken cancellationToken)
    {
        Migration made = file.AsRead(folder);
        if (!Same(made.UpScript, source.UpScript) || !Same(made.UndoScript, source.UndoScript))
        {
            throw new NotSupportedException($"{source.FileName} would have other statements as a file of the layout {folder.Layout}.");
        }

        if (options.Fix is { } allowed)
        {
            FixReport report = LintFixer.Fix(made, options.Lint, allowed, cancellationToken);
            foreach (FixedFile changed in report.Files)
            {
                file = file.With(changed.Path!, changed.NewText);
            }

            return new Conversion(source, file, report.Migration!, report.After);
        }

        return new Conversion(source, file, made, Linter.Check(made, options.Lint, cancellationToken));
    }

    private static bool Same(SourceText? made, SourceText? source) => Statements(made).SequenceEqual(Statements(source), StringComparer.Ordinal);

    private static IEnumerable<string> Statements(SourceText? script) => script is null ? []
        : StatementSplitter.Split(script).Select(statement => $"{statement.Text}\n{statement.CopyData?.Text}");
}
