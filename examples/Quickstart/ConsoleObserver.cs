using PgMigrate.Engine.Running;

namespace PgMigrate.Quickstart;

/// <summary>Writes what happens in a run to the console.</summary>
internal sealed class ConsoleObserver : IRunObserver
{
    public void OnEvent(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case RunEvent.MigrationFinished { Result: var result }:
                string mode = result.TransactionMode == PgMigrate.Engine.Migrations.TransactionMode.Transactional ? "one transaction" : "step by step";
                Console.WriteLine($"   {result.Status,-8} {result.FileName,-32} {result.StatementsApplied}/{result.StatementsTotal} statements, {mode}");
                if (result.Failure is { } failure)
                {
                    Console.WriteLine(failure);
                }

                break;
            case RunEvent.ServerMessage { Notice: var notice }:
                Console.WriteLine($"   {notice.Severity}: {notice.Message}");
                break;
            case RunEvent.Message { Text: var text }:
                Console.WriteLine($"   {text}");
                break;
            case RunEvent.LockWaiting { Holder: var holder }:
                Console.WriteLine($"   waiting for {holder}");
                break;
        }
    }
}
