namespace PgMigrate.Testing;

/// <summary>
/// Compares a text with a file of the source tree that was approved. With <c>PGMIGRATE_APPROVE=1</c> in the environment the file is
/// written instead, to be looked at in the diff.
/// </summary>
public static class Approval
{
    /// <summary>Fails when they differ, and leaves the new text beside the test's output, to be copied over if it is meant.</summary>
    public static void Verify(string now, string approved)
    {
        string before = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        if (now == before)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("PGMIGRATE_APPROVE") == "1")
        {
            File.WriteAllText(approved, now);
            return;
        }

        string received = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(approved) + ".received");
        File.WriteAllText(received, now);
        Assert.Fail($"{Path.GetFileName(approved)} is not as approved. If that is meant, copy\n{received}\nto\n{approved}\n\n{Difference(before, now)}");
    }

    private static string Difference(string before, string now)
    {
        string[] old = before.Split('\n');
        string[] current = now.Split('\n');
        return string.Join('\n', old.Except(current).Select(line => "- " + line).Concat(current.Except(old).Select(line => "+ " + line)).Take(40));
    }
}
