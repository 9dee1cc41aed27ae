namespace PgMigrate.Engine.Linting;

/// <summary>
/// One thing to look for. A class that derives from this one, is not abstract and has a constructor without parameters is
/// registered by being there. A rule keeps no state: one instance serves every check, on every thread.
/// </summary>
public abstract class LintRule
{
    /// <summary>What it is.</summary>
    public abstract RuleMetadata Metadata { get; }

    /// <summary>Looks at one statement; called for each in order, so that the context knows what came before.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="context">What is known, and where findings go.</param>
    public virtual void Check(LintStatement statement, LintContext context)
    {
    }

    /// <summary>Looks at the script as a whole, after its statements.</summary>
    /// <param name="context">What is known, and where findings go.</param>
    public virtual void CheckScript(LintContext context)
    {
    }

    /// <summary>Looks at the suppressions, after those that hide something are known.</summary>
    /// <param name="context">What is known, and where findings go.</param>
    public virtual void CheckSuppressions(LintContext context)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => Metadata.Id;
}
