BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $files = @{
        '0001_a.sql' = "CREATE TABLE a (id int);`n-- @undo`nDROP TABLE a;"
        '0002_b.sql' = "CREATE TABLE b (id int);`n-- @undo`nDROP TABLE b;"
        '0003_c.sql' = 'CREATE TABLE c (id int);'
        '0003_c.down.sql' = 'DROP TABLE c;'
    }
}

Describe 'Undo-Migration' {
    BeforeEach {
        $connection = Connect-TestDatabase
        $folder = New-TestFolder $files
        Invoke-Migration $folder | Out-Null
    }

    It 'takes back the last one, which is shown as Undone and applied again by the next run' {
        $result = Undo-Migration $folder -Confirm:$false
        $result | Should -BeOfType ([PgMigrate.Engine.Running.MigrationResult])
        $result.FileName, $result.Status, $result.Migration.State | Should -Be '0003_c.sql', 'Undone', 'Undone'
        Get-TestTable $connection | Should -Be 'a', 'b', 'migration_log'
        (Get-Migration $folder).State | Should -Be 'Applied', 'Applied', 'Undone'
        (Get-MigrationLog).StatusText | Should -Be 'completed', 'completed', 'completed', 'undone'
        (Get-MigrationLog -Status Undone).FileName | Should -Be '0003_c.sql'
        (Invoke-Migration $folder).FileName | Should -Be '0003_c.sql'
        (Get-Migration $folder).State | Should -Be 'Applied', 'Applied', 'Applied'
    }

    It 'takes back several, newest first' {
        (Undo-Migration $folder -Last 2 -Confirm:$false).FileName | Should -Be '0003_c.sql', '0002_b.sql'
        Get-TestTable $connection | Should -Be 'a', 'migration_log'
    }

    It 'goes back to a version, which stays' {
        (Undo-Migration $folder -ToVersion 1 -Confirm:$false).Version | Should -Be '0003', '0002'
        Undo-Migration $folder -ToVersion 1 -Confirm:$false | Should -BeNullOrEmpty
        (Get-Failure { Undo-Migration $folder -ToVersion 2 -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'UndoOrder,*'
        (Get-Failure { Undo-Migration $folder -ToVersion 9 -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'UnknownVersion,*'
    }

    It 'takes migrations from the pipeline, and nothing from an empty one' {
        Get-Migration $folder | Where-Object Version -eq '0009' | Undo-Migration -Confirm:$false | Should -BeNullOrEmpty
        (Get-Migration $folder | Where-Object Version -ge '0002' | Undo-Migration -Confirm:$false).Version | Should -Be '0003', '0002'
    }

    It 'takes files' {
        (Undo-Migration (Join-Path $folder '0003_c.sql') -Confirm:$false).Version | Should -Be '0003'
        (Get-Failure { Undo-Migration (Join-Path $folder '0001_a.sql') -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'UndoOrder,*'
    }

    It 'refuses one that later ones follow' {
        $failure = Get-Failure { Get-Migration $folder | Where-Object Version -eq '0002' | Undo-Migration -Confirm:$false }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UndoOrder,*'
        $failure.Exception.Message | Should -BeLike '*0003_c.sql*'
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-TestTable $connection | Should -Be 'a', 'b', 'c', 'migration_log'
    }

    It 'shows the plan with -WhatIf and does nothing, -Force or not' {
        foreach ($more in @{}, @{ Force = $true }) {
            $planned = Undo-Migration $folder -Last 2 -WhatIf @more
            $planned.FileName | Should -Be '0003_c.sql', '0002_b.sql'
            $planned.Status | Should -Be 'WouldUndo', 'WouldUndo'
        }
        & { $WhatIfPreference = $true; (Undo-Migration $folder -Force).Status } | Should -Be 'WouldUndo'
        Get-TestTable $connection | Should -Be 'a', 'b', 'c', 'migration_log'
        @(Get-MigrationLog).Count | Should -Be 3
    }

    It 'asks unless told not to' {
        $attribute = (Get-Command Undo-Migration).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]
        $attribute.ConfirmImpact | Should -Be 'High'
        $command = "Import-Module '$ModulePath'; Connect-MigrationDatabase -ConnectionString '$($connection.TestConnectionString)' | Out-Null; Undo-Migration '$folder'"
        $start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath, [string[]]('-NoProfile', '-NonInteractive', '-Command', $command))
        $start.RedirectStandardError = $true
        $process = [Diagnostics.Process]::Start($start)
        try {
            $said = $process.StandardError.ReadToEndAsync()
            $process.WaitForExit(300000) | Should -BeTrue
            $process.ExitCode | Should -Be 1
            $said.Result | Should -Match 'NonInteractive'
        }
        finally {
            if (-not $process.HasExited) { $process.Kill() }
            $process.Dispose()
        }
        Get-TestTable $connection | Should -Be 'a', 'b', 'c', 'migration_log'
        (Undo-Migration $folder -Force).Status | Should -Be 'Undone'
    }

    It 'refuses what has no undo script, unless it is only marked' {
        [IO.File]::Delete((Join-Path $folder '0003_c.down.sql'))
        $failure = Get-Failure { Undo-Migration $folder -Confirm:$false }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NoUndo,*'
        $failure.TargetObject.FileName | Should -Be '0003_c.sql'
        (Undo-Migration $folder -MarkOnly -Confirm:$false).Status | Should -Be 'Undone'
        Get-TestTable $connection | Should -Be 'a', 'b', 'c', 'migration_log'
        (Get-Migration $folder)[2].State | Should -Be 'Undone'
    }

    It 'refuses a file that has changed, unless -AllowChanged' {
        [IO.File]::WriteAllText((Join-Path $folder '0003_c.sql'), 'CREATE TABLE c (id bigint);')
        (Get-Failure { Undo-Migration $folder -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'ChecksumChanged,*'
        (Undo-Migration $folder -AllowChanged -Confirm:$false).Status | Should -Be 'Undone'
    }

    It 'writes the result of a failure, then ends, and says what state it is in' {
        [IO.File]::WriteAllText((Join-Path $folder '0003_c.down.sql'), "DROP TABLE c;`nDROP TABLE nowhere;")
        $results = [Collections.Generic.List[object]]::new()
        $failure = Get-Failure { Undo-Migration $folder -Last 2 -Confirm:$false | ForEach-Object { $results.Add($_) } }
        $results.Status | Should -Be 'Failed'
        $failure.FullyQualifiedErrorId | Should -BeLike 'MigrationFailed,*'
        $failure.Exception.Message | Should -BeLike '*0003_c.down.sql:2:*Remedy: Nothing of this undo was kept*'
        Get-TestTable $connection | Should -Be 'a', 'b', 'c', 'migration_log'
        (Get-Migration $folder).State | Should -Be 'Applied', 'Applied', 'Applied'
    }

    It 'takes one choice only' {
        (Get-Failure { Undo-Migration $folder -Last 1 -ToVersion 1 -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'SeveralChoices,*'
    }

    It 'stops where nobody downstream wants more' {
        (Undo-Migration $folder -Last 3 -Confirm:$false | Select-Object -First 1).FileName | Should -Be '0003_c.sql'
        (Get-Migration $folder).State[2] | Should -Be 'Undone'
        Invoke-Migration $folder -LockTimeout 1min | Out-Null
        (Get-Migration $folder).State | Should -Be 'Applied', 'Applied', 'Applied'
    }

    It 'keeps the history of another tool as its own down does' {
        Disconnect-All
        $connection = Connect-TestDatabase
        $folder = New-TestFolder @{ '1_a.sql' = "-- migrate:up`nCREATE TABLE a ();`n-- migrate:down`nDROP TABLE a;`n" }
        Invoke-Migration $folder -HistoryFormat Dbmate | Out-Null
        (Undo-Migration $folder -HistoryFormat Dbmate -Confirm:$false).Migration.State | Should -Be 'Pending'
        Get-TestTable $connection | Should -Be 'schema_migrations'
        Get-MigrationLog -HistoryFormat Dbmate | Should -BeNullOrEmpty
    }

    It 'is shown as a table' {
        $text = Undo-Migration $folder -Confirm:$false | Out-String
        $text | Should -Match 'FileName\s+Status\s+Mode'
        $text | Should -Match '0003_c.sql\s+Undone\s+Transactional\s+1/1'
    }
}
