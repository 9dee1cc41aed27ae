BeforeAll {
    . "$PSScriptRoot/common.ps1"

    # 0001 and 0002 applied, 0003 failed, 0004 stopped part-way; 0001 changed, 0002 gone.
    function New-DamagedHistory {
        $folder = New-TestFolder @{
            '0001_a.sql' = 'CREATE TABLE a (id int);'
            '0002_b.sql' = 'CREATE TABLE b (id int);'
            '0003_c.sql' = 'SELECT 1 / 0;'
        }
        try { Invoke-Migration $folder | Out-Null } catch { $_.FullyQualifiedErrorId | Should -BeLike 'MigrationFailed,*' }
        [IO.File]::Delete((Join-Path $folder '0003_c.sql'))
        [IO.File]::WriteAllText((Join-Path $folder '0004_d.sql'), "-- @transaction: none`nCREATE TABLE d (id int);`nSELECT 1 / 0;")
        try { Invoke-Migration $folder | Out-Null } catch { $_.FullyQualifiedErrorId | Should -BeLike 'MigrationFailed,*' }
        [IO.File]::WriteAllText((Join-Path $folder '0001_a.sql'), '  CREATE TABLE a (id int);')
        [IO.File]::Delete((Join-Path $folder '0002_b.sql'))
        (Get-MigrationLog).StatusText | Should -Be 'completed', 'completed', 'failed', 'partial'
        $folder
    }
}

Describe 'Repair-MigrationLog' {
    BeforeEach {
        $connection = Connect-TestDatabase
        $folder = New-DamagedHistory
    }

    It 'wants to be told what' {
        (Get-Failure { Repair-MigrationLog $folder -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'NothingToRepair,*'
    }

    It 'names each row and does nothing with -WhatIf' {
        Repair-MigrationLog $folder -Failed -Partial -Changed -Missing -WhatIf -Force | Should -BeNullOrEmpty
        (Get-MigrationLog).StatusText | Should -Be 'completed', 'completed', 'failed', 'partial'
    }

    It 'repairs each kind by its own switch and no other row' {
        $repair = Repair-MigrationLog $folder -Failed -Confirm:$false
        $repair | Should -BeOfType ([PgMigrate.Engine.History.Repairs.MigrationLogRepair])
        $repair.Kind, $repair.FileName, $repair.Id | Should -Be 'Failed', '0003_c.sql', 3
        (Get-MigrationLog).FileName | Should -Be '0001_a.sql', '0002_b.sql', '0004_d.sql'

        (Repair-MigrationLog $folder -Changed -Confirm:$false).FileName | Should -Be '0001_a.sql'
        (Get-Migration $folder | Where-Object Version -eq '0001').State | Should -Be 'Applied'
        Repair-MigrationLog $folder -Changed -Confirm:$false | Should -BeNullOrEmpty

        (Repair-MigrationLog $folder -Missing -Confirm:$false).FileName | Should -Be '0002_b.sql'
        (Get-MigrationLog).FileName | Should -Be '0001_a.sql', '0004_d.sql'

        (Get-Migration $folder)[-1].State | Should -Be 'Partial'
        (Repair-MigrationLog $folder -Partial -Confirm:$false).Action | Should -BeLike '*from its first statement again*'
        (Get-Migration $folder).State | Should -Be 'Applied', 'Pending'
        Get-TestTable $connection | Should -Be 'a', 'b', 'd', 'migration_log'
    }

    It 'repairs all at once, in the order of the rows' {
        (Repair-MigrationLog $folder -Failed -Partial -Changed -Missing -Force).Kind | Should -Be 'Changed', 'Missing', 'Failed', 'Partial'
        (Get-MigrationLog).FileName | Should -Be '0001_a.sql'
    }

    It 'goes by version' {
        Repair-MigrationLog $folder -Failed -Partial -Version 4 -Force | ForEach-Object FileName | Should -Be '0004_d.sql'
        @(Get-MigrationLog).Count | Should -Be 3
    }

    It 'takes rows from the pipeline, and nothing from an empty one' {
        Get-MigrationLog | Where-Object Id -gt 99 | Repair-MigrationLog -Failed -Force | Should -BeNullOrEmpty
        (Get-MigrationLog | Where-Object Id -ge 3 | Repair-MigrationLog -Failed -Force).Id | Should -Be 3
        @(Get-MigrationLog).Count | Should -Be 3
    }

    It 'takes migrations from the pipeline, missing ones too' {
        (Get-Migration $folder -Status Missing | Repair-MigrationLog -Missing -Force).FileName | Should -Be '0002_b.sql'
        (Get-Migration $folder -Status Changed | Repair-MigrationLog -Changed -Missing -Force).FileName | Should -Be '0001_a.sql'
    }

    It 'asks for each row unless told not to' {
        $attribute = (Get-Command Repair-MigrationLog).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]
        $attribute.ConfirmImpact | Should -Be 'High'
    }

    It 'refuses a folder without migrations, where all would be missing' {
        (Get-Failure { Repair-MigrationLog (New-TestFolder) -Missing -Force }).FullyQualifiedErrorId | Should -BeLike 'NothingToCompare,*'
        @(Get-MigrationLog).Count | Should -Be 4
    }

    It 'repairs another tool only where that means something' {
        $failure = Get-Failure { Repair-MigrationLog $folder -Failed -HistoryFormat GolangMigrate -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnknownName,*'
        Invoke-TestSql $connection.TestConnectionString 'CREATE TABLE schema_migrations (version varchar PRIMARY KEY); INSERT INTO schema_migrations VALUES (1), (2), (3)' | Out-Null
        (Get-Failure { Repair-MigrationLog $folder -Changed -HistoryFormat Dbmate -Force }).FullyQualifiedErrorId | Should -BeLike 'RepairNotSupported,*'
        $other = New-TestFolder @{ '1_a.sql' = "-- migrate:up`nSELECT 1;"; '3_c.sql' = "-- migrate:up`nSELECT 1;" }
        (Repair-MigrationLog $other -Missing -HistoryFormat Dbmate -Force).FileName | Should -Be '2'
        Invoke-TestSql $connection.TestConnectionString 'SELECT version FROM schema_migrations ORDER BY 1' | Should -Be '1', '3'
    }

    It 'is shown as a table' {
        Repair-MigrationLog $folder -Failed -Force | Out-String | Should -Match 'Id\s+FileName\s+Kind\s+Action'
    }
}
