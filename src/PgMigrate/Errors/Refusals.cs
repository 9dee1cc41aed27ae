using System.Management.Automation;

namespace PgMigrate.Errors;

/// <summary>Ends a command that must not go on.</summary>
internal static class Refusals
{
    /// <summary>Ends the command when there are errors. One is thrown as it is; of several, each is written, then the command ends.</summary>
    /// <param name="command">The command.</param>
    /// <param name="errors">What is in the way.</param>
    /// <param name="target">What the command works on.</param>
    public static void Refuse(this PSCmdlet command, IReadOnlyList<ErrorRecord> errors, string target)
    {
        if (errors.Count == 1)
        {
            command.ThrowTerminatingError(errors[0]);
        }
        else if (errors.Count > 1)
        {
            foreach (ErrorRecord error in errors)
            {
                command.WriteError(error);
            }

            command.ThrowTerminatingError(ErrorRecords.PlanRejected(errors.Count, target));
        }
    }
}
