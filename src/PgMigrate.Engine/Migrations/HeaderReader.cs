using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Migrations;

/// <summary>Reads the directives at the head of a migration.</summary>
internal static class HeaderReader
{
    private static readonly string[] KnownTargets = ["PostgreSql", "RdsDataApi", "AuroraDsql"];

    /// <summary>Names read here; each may stand once.</summary>
    private static readonly HashSet<string> OwnNames = new(StringComparer.Ordinal) { "transaction", "timeout", "target" };

    /// <summary>Names that others read: the linter, the batch runner, the converter, <see cref="MigrationSections"/>.</summary>
    private static readonly HashSet<string> OtherNames = new(StringComparer.Ordinal) { "ignore", "batch", "undo", "source", "date" };

    /// <summary>Reads the head and notes what is wrong with it.</summary>
    public static MigrationHeader Read(MigrationSections sections, List<MigrationProblem> problems)
    {
        SourceText text = sections.Up;
        MigrationHeader header = MigrationHeader.Empty;
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (SqlToken comment in sections.HeadComments)
        {
            foreach ((string line, int offset) in LinesOf(text.Span, comment))
            {
                if (!line.StartsWith('@'))
                {
                    header = line.Length > 0 ? header with { Description = header.Description ?? line } : header;
                    continue;
                }

                (string name, string value) = Parse(line);
                if (!given.TryAdd(name, value) && OwnNames.Contains(name))
                {
                    problems.Add(Twice(name, text, offset));
                    continue;
                }

                given[name] = value;
                header = Apply(header, name, value, text, offset, problems);
            }
        }

        problems.AddRange(sections.NearMarks.Select(mark => NearMark(text, mark)));
        return header with { Other = given.Where(pair => !OwnNames.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal) };
    }

    /// <summary>The name and the value of a directive, a line that starts with <c>@</c>.</summary>
    public static (string Name, string Value) Parse(string line)
    {
        int end = line.IndexOfAny([':', ' ', '\t']);
        return end < 0 ? (line[1..].ToLowerInvariant(), "") : (line[1..end].ToLowerInvariant(), line[end..].TrimStart(':', ' ', '\t').Trim());
    }

    private static MigrationHeader Apply(
        MigrationHeader header, string name, string value, SourceText text, int offset, List<MigrationProblem> problems)
    {
        switch (name)
        {
            case "transaction" when ParseMode(value) is { } mode:
                return header with { Transaction = mode };
            case "timeout" when Duration.TryParse(value, out TimeSpan timeout):
                return header with { Timeout = timeout };
            case "target" when ParseTargets(value) is { } targets:
                return header with { Targets = targets };
        }

        if (OwnNames.Contains(name))
        {
            problems.Add(Bad(name, value, text, offset));
        }
        else if (!OtherNames.Contains(name))
        {
            problems.Add(Unknown(name, text, offset));
        }

        return header;
    }

    private static TransactionMode? ParseMode(string value) => value.ToLowerInvariant() switch
    {
        "none" or "false" or "off" => TransactionMode.None,
        "transactional" or "true" or "on" => TransactionMode.Transactional,
        "auto" => TransactionMode.Auto,
        _ => null,
    };

    private static string[]? ParseTargets(string value)
    {
        string[] names = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length > 0 && names.All(name => KnownTargets.Contains(name, StringComparer.OrdinalIgnoreCase)) ? names : null;
    }

    /// <summary>The lines of a comment without the marks before them, and where each starts.</summary>
    public static List<(string Line, int Offset)> LinesOf(ReadOnlySpan<char> text, SqlToken comment)
    {
        var lines = new List<(string, int)>();
        int end = comment.Kind == SqlTokenKind.BlockComment ? comment.End - 2 : comment.End;
        int at = comment.Start + 2;
        while (at < end)
        {
            int length = text[at..end].IndexOfAny('\n', '\r') is var next and >= 0 ? next : end - at;
            ReadOnlySpan<char> line = text.Slice(at, length).TrimEnd();
            ReadOnlySpan<char> words = line.TrimStart().TrimStart("-*!").TrimStart();
            lines.Add((words.ToString(), at + line.Length - words.Length));
            at += length + 1;
        }

        return lines;
    }

    private static MigrationProblem Bad(string name, string value, SourceText text, int offset) => new(
        MigrationProblemCode.InvalidDirective,
        $"The directive @{name} has no value '{value}'.",
        name switch
        {
            "transaction" => "Write none, transactional or auto.",
            "timeout" => "Write a time with its unit: 500ms, 30s, 5min, 2h.",
            _ => $"Write one or more of {string.Join(", ", KnownTargets)}.",
        })
    {
        Path = text.Path,
        Position = text.GetPosition(offset),
    };

    private static MigrationProblem NearMark(SourceText text, SqlToken mark) => new(
        MigrationProblemCode.InvalidDirective,
        $"Text follows @undo on its line ({mark.Of(text.Span).Trim()}), so it starts no undo section: what comes after it would be run.",
        "Write -- @undo alone on its line, or take the @ away if it is plain text.")
    {
        Path = text.Path,
        Position = text.GetPosition(mark.Start),
    };

    private static MigrationProblem Twice(string name, SourceText text, int offset) => new(
        MigrationProblemCode.InvalidDirective, $"The directive @{name} stands twice in the head.", "Keep one.")
    {
        Path = text.Path,
        Position = text.GetPosition(offset),
    };

    private static MigrationProblem Unknown(string name, SourceText text, int offset) => new(
        MigrationProblemCode.InvalidDirective,
        $"There is no directive @{name}.",
        "Known ones: @transaction, @target, @timeout, @ignore, @batch, @undo, @source, @date. Take the @ away if it is plain text.",
        ProblemSeverity.Warning)
    {
        Path = text.Path,
        Position = text.GetPosition(offset),
    };
}
