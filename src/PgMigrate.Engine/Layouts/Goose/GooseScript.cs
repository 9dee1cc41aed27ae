using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.Goose;

/// <summary>The parts of a goose file. Annotations start in the first column and are taken line by line.</summary>
internal static class GooseScript
{
    private const string Mark = "+goose";

    public static MigrationParts Cut(SourceText text, MigrationFile file, List<MigrationProblem> problems)
    {
        (int Start, int End)? up = null;
        (int Start, int End)? down = null;
        bool transaction = true;
        var ends = new List<int>();
        foreach (TextLine line in TextLine.Of(text))
        {
            if (AnnotationOf(line.In(text)) is not { } annotation)
            {
                continue;
            }

            // The lexer of goose takes annotations in the first column only, and calls others an error.
            if (text.Span[line.Start] != '-')
            {
                problems.Add(Invalid(file, text, line, $"the annotation '{annotation}' is indented"));
            }

            switch (annotation)
            {
                case "Up" when up is null && down is null:
                    up = (line.Next, text.Text.Length);
                    break;
                case "Down" when up is { } section && down is null:
                    up = (section.Start, line.Start);
                    down = (line.Next, text.Text.Length);
                    break;
                case "StatementBegin":
                case "StatementEnd":
                    // Between the two stands one statement, which needs no semicolon of its own.
                    ends.Add(line.Start);
                    break;
                case "NO TRANSACTION":
                    transaction = false;
                    break;
                case "ENVSUB ON" or "ENVSUB OFF":
                    break;
                default:
                    problems.Add(Invalid(file, text, line, $"the annotation '{annotation}' is unknown or stands in the wrong place"));
                    break;
            }
        }

        if (up is null)
        {
            problems.Add(LayoutProblems.Invalid(file.Path, $"'{file.FileName}' has no line -- +goose Up.", "Start what applies it with -- +goose Up."));
        }

        TransactionMode mode = transaction ? TransactionMode.Auto : TransactionMode.None;
        SourceText Part((int Start, int End) part) => StatementEnds.Close(
            text.Slice(part.Start, part.End - part.Start), [.. ends.Where(end => end >= part.Start && end < part.End).Select(end => end - part.Start)]);
        return MigrationParts.Of(text, Part(up ?? (0, 0)), down is null ? null : Part(down.Value), mode) with { UndoTransaction = mode };
    }

    /// <summary>What an annotation says, or null for any other line.</summary>
    private static string? AnnotationOf(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> words = line.TrimStart();
        if (!words.StartsWith("--"))
        {
            return null;
        }

        words = words[2..].Trim();
        return words.StartsWith(Mark) && words.Length > Mark.Length && char.IsWhiteSpace(words[Mark.Length]) ? words[Mark.Length..].Trim().ToString() : null;
    }

    private static MigrationProblem Invalid(MigrationFile file, SourceText text, TextLine line, string what) =>
        LayoutProblems.Invalid(file.Path, $"'{file.FileName}': {what}; goose refuses the file.", "Mend the file; nothing was run.") with
        {
            Position = text.GetPosition(line.Start),
        };
}
