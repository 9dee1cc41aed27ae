using System.Text;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>Writes a plan as a script that psql runs, for people to read or to run by other means. It has no history rows.</summary>
public static class PlanScript
{
    /// <summary>The script; LF line ends, every statement as it would be sent, variables filled in.</summary>
    /// <param name="plan">The plan.</param>
    public static string Write(MigrationPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var script = new StringBuilder();
        bool isOne = plan.Steps.Count == 1;
        script.Append("-- ").Append(plan.Steps.Count).Append(isOne ? " migration" : " migrations").Append(". The history is not written by this script:\n");
        script.Append("-- mark ").Append(isOne ? "it" : "them").Append(" with Set-MigrationBaseline when the script has been run by other means.\n");
        foreach (PlanStep step in plan.Steps)
        {
            script.Append("\n-- ").Append(step.Migration.FileName).Append('\n');
            if (step.IsDeferred)
            {
                script.Append("-- NOT IN THIS SCRIPT: it asks the database while it runs, so its statements are known only then.\n");
            }

            if (step.ResumeAt > 0)
            {
                script.Append("-- The first ").Append(step.ResumeAt == 1 ? "statement is" : $"{step.ResumeAt} statements are").Append(" applied already.\n");
            }

            foreach (StatementUnit unit in step.Units.Where(unit => unit.Start >= step.ResumeAt))
            {
                WriteUnit(script, step, unit);
            }
        }

        return script.ToString();
    }

    private static void WriteUnit(StringBuilder script, PlanStep step, StatementUnit unit)
    {
        script.Append(unit.Batch is { } batch ? $"{batch}\n-- Invoke-Migration runs it in such ranges; here it is one statement.\n" : "");
        script.Append(unit.InTransaction ? "BEGIN;\n" : "");
        foreach (SqlStatement statement in step.Statements.Skip(unit.Start).Take(unit.Count))
        {
            script.Append(statement.Text.Span).Append(";\n");
            if (statement.CopyData is { } data)
            {
                script.Append(data.Span).Append(data.Text.Length > 0 && data.Span[^1] != '\n' ? "\n" : "").Append("\\.\n");
            }
        }

        script.Append(unit.InTransaction ? "COMMIT;\n" : "");
    }
}
