namespace PgMigrate.Sandbox;

/// <summary>A sandbox could not be found, started, used or stopped. Never holds a password.</summary>
public sealed class SandboxException : Exception
{
    /// <summary>Says what is wrong and what to do about it.</summary>
    /// <param name="problem">What is wrong, as a full sentence.</param>
    /// <param name="remedy">What the reader can do about it, as full sentences.</param>
    /// <param name="inner">The cause, or null.</param>
    public SandboxException(string problem, string remedy, Exception? inner = null)
        : base(problem + " " + remedy, inner)
    {
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>What is wrong; the first part of <see cref="Exception.Message"/>.</summary>
    public string Problem { get; }

    /// <summary>What to do about it; the second part of <see cref="Exception.Message"/>.</summary>
    public string Remedy { get; }
}
