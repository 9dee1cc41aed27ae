namespace PgMigrate.Tests;

/// <summary>Compares a text with a file of the source tree that was approved.</summary>
internal static class Approval
{
    /// <summary>Fails when they differ, and leaves the new text beside the test's output, to be copied over if it is meant.</summary>
    public static void Verify(string now, string approved)
    {
        string before = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        if (now == before)
        {
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
