BeforeAll {
    . "$PSScriptRoot/common.ps1"

    # A run in a runspace of its own that sleeps under the lock. Gives the shell; stop and dispose of it.
    function Start-Sleeper {
        param($Connection, [string] $More = '')
        $folder = New-TestFolder @{ '0001_slow.sql' = 'CREATE TABLE half (id int); SELECT pg_sleep(3600);' }
        $shell = [powershell]::Create()
        [void]$shell.AddScript("Import-Module '$ModulePath'; [void](Connect-MigrationDatabase '$($Connection.TestConnectionString)'); Invoke-Migration '$folder' $More")
        [void]$shell.BeginInvoke()
        Wait-Until { Invoke-TestSql $Connection.TestConnectionString "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'" } 'the slow migration runs'
        $shell
    }

    function Get-LockCount {
        param($Connection)
        (Invoke-TestSql $Connection.TestConnectionString "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
    }
}

Describe 'Unlock-Migration' {
    BeforeEach {
        $connection = Connect-TestDatabase
    }

    It 'says nothing and does nothing when nobody holds the lock' {
        Unlock-Migration -Confirm:$false | Should -BeNullOrEmpty
        (Unlock-Migration -Confirm:$false -Verbose 4>&1) -match 'Nobody holds the lock of migration_log' | Should -Not -BeNullOrEmpty
    }

    It 'refuses to cut off a run that is alive, and does so by force, loudly' {
        $shell = Start-Sleeper $connection
        try {
            $failure = Get-Failure { Unlock-Migration -Confirm:$false -ErrorAction Stop }
            $failure.FullyQualifiedErrorId | Should -Be 'LockHolderAlive,PgMigrate.Commands.UnlockMigrationCommand'
            $failure.CategoryInfo.Category | Should -Be 'ResourceBusy'
            $failure.Exception.Message | Should -Match "process \d+ of user postgres .*run [0-9a-f]{8} process $PID on "
            $failure.ErrorDetails.RecommendedAction | Should -Match '-Force'

            Unlock-Migration -Force -WhatIf -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            Get-LockCount $connection | Should -Be 2

            $unlocked = Unlock-Migration -Force -Confirm:$false -WarningVariable warnings -WarningAction SilentlyContinue
            $unlocked.Freed | Should -BeTrue
            $unlocked.Kind | Should -Be 'Advisory'
            $unlocked.Message | Should -Match 'was ended'
            "$warnings" | Should -Match 'is alive'
            # The run that was ended may take the lock for a moment to see whether it may record that.
            Wait-Until { (Get-LockCount $connection) -eq 0 } 'no lock is held'
            Get-TestTable $connection | Should -Not -Contain 'half'
        }
        finally {
            $shell.Stop()
            $shell.Dispose()
        }
    }

    It 'frees the work of a run whose lock is gone, and asks first' {
        $shell = Start-Sleeper $connection
        try {
            Invoke-TestSql $connection.TestConnectionString "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'PgMigrate lock %'" | Out-Null
            Wait-Until { (Get-LockCount $connection) -eq 1 } 'the lock is gone'
            Unlock-Migration -WhatIf | Should -BeNullOrEmpty
            Get-LockCount $connection | Should -Be 1
            $unlocked = Unlock-Migration -Confirm:$false
            $unlocked.Freed | Should -BeTrue
            "$($unlocked.Holder)" | Should -Match 'still at work'
            ($unlocked | Format-Table | Out-String -Width 200) | Should -Match 'Advisory'
            # The run that was ended may take the lock for a moment to see whether it may record that.
            Wait-Until { (Get-LockCount $connection) -eq 0 } 'no lock is held'
        }
        finally {
            $shell.Stop()
            $shell.Dispose()
        }
    }

    It 'frees a lease whose owner is dead' {
        $folder = New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE a (id int);' }
        Invoke-Migration $folder -LockMode Lease | Out-Null
        Invoke-TestSql $connection.TestConnectionString "UPDATE migration_log_lock SET host = 'gone', process = 7, renewed_at = clock_timestamp() - interval '40 s', expires_at = clock_timestamp() + interval '10 min'" | Out-Null
        $failure = Get-Failure { Invoke-Migration (New-TestFolder @{ '0002_b.sql' = 'SELECT 1' }) -LockTimeout 300ms -WarningAction SilentlyContinue }
        $failure.Exception.Message | Should -Match 'on gone \(process 7'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Unlock-Migration'
        $unlocked = Unlock-Migration -Confirm:$false
        $unlocked.Kind | Should -Be 'Lease'
        $unlocked.Freed | Should -BeTrue
        [IO.File]::WriteAllText("$folder/0002_b.sql", 'CREATE TABLE b (id int);')
        (Invoke-Migration $folder -LockTimeout 300ms).Status | Should -Be 'Applied'
    }

    It 'has the confirm impact High' {
        $attribute = (Get-Command Unlock-Migration).ImplementingType.GetCustomAttributes($true) | Where-Object { $_ -is [Management.Automation.CmdletAttribute] }
        $attribute.ConfirmImpact | Should -Be 'High'
    }
}

Describe 'the settings of locks' {
    BeforeEach {
        $connection = Connect-TestDatabase
    }

    It 'tries a migration again that did not get its lock, and says who was in the way' {
        Invoke-TestSql $connection.TestConnectionString 'CREATE TABLE t (id int)' | Out-Null
        $driver = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'Npgsql' }, 'First')[0]
        $blocker = [Activator]::CreateInstance($driver.GetType('Npgsql.NpgsqlConnection'), "$($connection.TestConnectionString);Pooling=false;Application Name=the blocker")
        try {
            $blocker.Open()
            $command = $blocker.CreateCommand()
            $command.CommandText = 'BEGIN; LOCK TABLE t'
            [void]$command.ExecuteNonQuery()
            $folder = New-TestFolder @{ '0001_a.sql' = 'ALTER TABLE t ADD COLUMN b int;' }
            $failure = Get-Failure { Invoke-Migration $folder -LockTimeout 3s -LockRetry 2 -WarningVariable global:retries -WarningAction SilentlyContinue }

            # Who is in the way is looked up while a try waits: three tries of three seconds, of which a machine that stands still spoils one.
            $told = @($global:retries) -match "0001_a\.sql.*55P03.*application 'the blocker'\), idle in transaction.*try [23] follows"
            $told.Count | Should -BeGreaterOrEqual 1 -Because "$global:retries"
            @($told; $failure.Exception.Message -match 'the blocker').Where{ $_ }.Count | Should -BeGreaterOrEqual 2
            $failure.Exception.Result.Status | Should -Be 'Failed'
        }
        finally {
            $blocker.Dispose()
            Remove-Variable -Scope Global retries -ErrorAction SilentlyContinue
        }
    }

    It 'takes them from the environment too' {
        $env:PGMIGRATE_LOCK_MODE = 'Lease'
        try {
            Invoke-Migration (New-TestFolder @{ '0001_a.sql' = 'SELECT 1' }) | Out-Null
            Get-TestTable $connection | Should -Contain 'migration_log_lock'
            $env:PGMIGRATE_LOCK_RETRY = 'often'
            (Get-Failure { Invoke-Migration (New-TestFolder @{ '0001_a.sql' = 'SELECT 1' }) }).FullyQualifiedErrorId | Should -BeLike 'InvalidSetting,*'
        }
        finally {
            Remove-Item Env:PGMIGRATE_LOCK_MODE, Env:PGMIGRATE_LOCK_RETRY -ErrorAction SilentlyContinue
        }
    }
}
