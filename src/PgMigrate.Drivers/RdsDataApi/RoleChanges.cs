using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>
/// Tells whether a statement may leave another role behind. Saves two calls in every migration that does not; where it errs, the
/// history row is refused for lack of rights and the transaction is rolled back, so that nothing false is recorded.
/// </summary>
internal static class RoleChanges
{
    /// <summary>True for SET ROLE, SET SESSION AUTHORIZATION and RESET, and for code that speaks of roles: DO, CALL, SELECT.</summary>
    public static bool MayChange(SqlCommand command)
    {
        ReadOnlySpan<char> text = command.Text.Span;
        var reader = new StatementReader(text);
        bool sets = reader.Is("SET") || reader.Is("RESET");
        bool runs = reader.Is("DO") || reader.Is("CALL") || reader.Is("SELECT");
        if (!sets && !runs)
        {
            return false;
        }

        for (; !reader.AtEnd; reader.Advance())
        {
            bool names = reader.Is("ROLE") || reader.Is("AUTHORIZATION") || reader.Is("ALL");
            bool speaks = runs && reader.Current.Kind is SqlTokenKind.StringConstant or SqlTokenKind.EscapeString or SqlTokenKind.DollarString
                && (reader.CurrentText.Contains("role", StringComparison.OrdinalIgnoreCase)
                    || reader.CurrentText.Contains("authorization", StringComparison.OrdinalIgnoreCase));
            if ((sets && names) || speaks)
            {
                return true;
            }
        }

        return false;
    }
}
