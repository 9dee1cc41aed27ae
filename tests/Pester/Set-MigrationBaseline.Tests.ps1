BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $files = @{ '0001_a.sql' = 'CREATE TABLE a (id int)'; '0002_b.sql' = 'CREATE TABLE b (id int)'; '0003_c.sql' = 'CREATE TABLE c (id int)' }
}

Describe 'Set-MigrationBaseline' {
    It 'marks up to a version, runs nothing, and the next run goes on after it' {
        $connection = Connect-TestDatabase
        $folder = New-TestFolder $files
        $entries = Set-MigrationBaseline $folder -ToVersion 0002
        $entries | Should -BeOfType ([PgMigrate.Engine.History.MigrationLogEntry])
        $entries.FileName | Should -Be '0001_a.sql', '0002_b.sql'
        $entries.Status | Should -Be 'Baseline', 'Baseline'
        Get-TestTable $connection | Should -Be 'migration_log'
        (Get-Migration $folder).State | Should -Be 'Baselined', 'Baselined', 'Pending'
        (Invoke-Migration $folder).FileName | Should -Be '0003_c.sql'
        Get-TestTable $connection | Should -Be 'c', 'migration_log'
    }

    It 'changes nothing the second time' {
        Connect-TestDatabase | Out-Null
        $folder = New-TestFolder $files
        @(Set-MigrationBaseline $folder).Count | Should -Be 3
        Set-MigrationBaseline $folder | Should -BeNullOrEmpty
        @(Get-MigrationLog).Count | Should -Be 3
    }

    It 'leaves alone what was applied' {
        Connect-TestDatabase | Out-Null
        $folder = New-TestFolder $files
        Invoke-Migration $folder -ToVersion 0001 | Out-Null
        (Set-MigrationBaseline $folder).FileName | Should -Be '0002_b.sql', '0003_c.sql'
        (Get-MigrationLog).Status | Should -Be 'Completed', 'Baseline', 'Baseline'
    }

    It 'takes migrations from the pipeline' {
        Connect-TestDatabase | Out-Null
        $folder = New-TestFolder $files
        (Get-Migration $folder -Status Pending | Where-Object Version -le '0002' | Set-MigrationBaseline).Version | Should -Be '0001', '0002'
    }

    It 'marks nothing with -WhatIf and makes no table' {
        $connection = Connect-TestDatabase
        Set-MigrationBaseline (New-TestFolder $files) -WhatIf | Should -BeNullOrEmpty
        Get-TestTable $connection | Should -BeNullOrEmpty
    }

    It 'refuses a version that is not there' {
        $connection = Connect-TestDatabase
        $failure = Get-Failure { Set-MigrationBaseline (New-TestFolder $files) -ToVersion 0009 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnknownVersion,*'
        Get-TestTable $connection | Should -BeNullOrEmpty
    }

    It 'refuses a migration that stopped half-way' {
        Connect-TestDatabase | Out-Null
        $folder = New-TestFolder @{ '0001_a.sql' = "-- @transaction: none`nCREATE TABLE a (id int);`nSELECT 1/0;" }
        Get-Failure { Invoke-Migration $folder } | Out-Null
        $failure = Get-Failure { Set-MigrationBaseline $folder }
        $failure.Exception.Message | Should -Match '0001_a\.sql'
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
