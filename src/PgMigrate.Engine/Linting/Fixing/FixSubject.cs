using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>What is being fixed: a migration or a bare text, as it stands after the fixes made so far.</summary>
internal sealed class FixSubject
{
    private readonly Migration? _migration;
    private readonly SourceText _text;

    private FixSubject(Migration? migration, SourceText text) => (_migration, _text) = (migration, text);

    public static FixSubject Of(Migration migration) => new(migration, migration.UpScript);

    public static FixSubject Of(SourceText text) => new(null, text);

    /// <summary>The migration, or null for a bare text.</summary>
    public Migration? Migration => _migration;

    /// <summary>The up part.</summary>
    public SourceText Text => _text;

    /// <summary>The whole texts it consists of: one, or two when the undo part is a file of its own.</summary>
    public IReadOnlyList<SourceText> Files =>
        _migration?.UndoScript is { } undo && undo.Whole != _text.Whole ? [_text.Whole, undo.Whole] : [_text.Whole];

    public LintReport Check(LintOptions options, CancellationToken cancellationToken) =>
        _migration is null ? Linter.Check(_text, options, cancellationToken) : Linter.Check(_migration, options, cancellationToken);

    /// <summary>The same with edits made in one of its files.</summary>
    public FixSubject With(SourceText file, EditSelection edits)
    {
        var changed = SourceText.FromString(edits.Apply(file.Span), file.Path);
        SourceText text = Cut(_text, file, changed, edits);
        if (_migration is null)
        {
            return new FixSubject(null, text);
        }

        // The head may say now that it is no transaction; what a layout read elsewhere stays.
        TransactionMode said = HeaderReader.Read(MigrationSections.Read(text), []).Transaction;
        return new FixSubject(
            _migration with
            {
                UpScript = text,
                UndoScript = _migration.UndoScript is { } undo ? Cut(undo, file, changed, edits) : null,
                Checksum = _migration.Checksum == Checksum.Of(file.Span) ? Checksum.Of(changed.Span) : _migration.Checksum,
                Header = said == TransactionMode.Auto ? _migration.Header : _migration.Header with { Transaction = said },
            },
            text);
    }

    /// <summary>The part of the changed file that a part of the old one has become.</summary>
    private static SourceText Cut(SourceText part, SourceText file, SourceText changed, EditSelection edits)
    {
        if (part.Whole != file)
        {
            return part;
        }

        int start = edits.Move(part.StartInWhole, file.Span, after: false);
        int end = edits.Move(part.StartInWhole + part.Text.Length, file.Span, after: true);
        return start == 0 && end == changed.Text.Length ? changed : changed.Slice(start, end - start);
    }
}
