using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;
using System.Text;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A name is longer than PostgreSQL keeps.</summary>
internal sealed class IdentifierTooLongRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "identifier-too-long",
        Title = "Name of more than 63 bytes",
        Triggers = "A name in the SQL that is longer than 63 bytes in UTF-8 (NAMEDATALEN - 1; manual, 4.1.1).",
        Effect = "PostgreSQL cuts it with a notice, so two long names may become one, and the name that programs know is not the one that is there.",
        Instead = "Choose a shorter name.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = [],
        ChecksRoutines = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Statement.LongestName <= SqlIdentifier.MaxBytes / 3)
        {
            return;
        }

        for (StatementReader reader = statement.Read(); !reader.AtEnd; reader.Advance())
        {
            bool quoted = reader.Current.Kind == SqlTokenKind.QuotedIdentifier;
            if ((quoted || reader.Current.Kind == SqlTokenKind.Word) && reader.Current.Length > SqlIdentifier.MaxBytes / 3)
            {
                string name = quoted ? SqlIdentifier.Unquote(reader.CurrentText) : reader.CurrentText.ToString();
                int bytes = Encoding.UTF8.GetByteCount(name);
                if (bytes > SqlIdentifier.MaxBytes)
                {
                    context.Report(this, statement, new TextSpan(reader.Current.Start, reader.Current.End), $"This name has {bytes} bytes; PostgreSQL keeps the first {SqlIdentifier.MaxBytes}.");
                }
            }
        }
    }
}
