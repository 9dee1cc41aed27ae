BeforeAll {
    . "$PSScriptRoot/common.ps1"
}

Describe 'Get-MigrationLog' {
    It 'gives one typed entry for each migration, in order' {
        Connect-TestDatabase | Out-Null
        Invoke-Migration (New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE a (id int); CREATE TABLE a2 (id int);'; '0002_b.sql' = 'CREATE TABLE b (id int);' }) | Out-Null
        $log = Get-MigrationLog
        $log | Should -BeOfType ([PgMigrate.Engine.History.MigrationLogEntry])
        $log.FileName | Should -Be '0001_a.sql', '0002_b.sql'
        $log.Version | Should -Be '0001', '0002'
        $log.Status | Should -Be 'Completed', 'Completed'
        $log.StatementsTotal | Should -Be 2, 1
        $log[0].AppliedBy | Should -Match 'postgres'
        $log[0].RunId | Should -Be $log[1].RunId
        $log[0].ToolVersion | Should -Be (Get-Module PgMigrate).Version.ToString()
        $log[0].Checksum | Should -Match '^[0-9a-f]{64}$'
    }

    It 'is empty where there is no history, and makes none' {
        $connection = Connect-TestDatabase
        Get-MigrationLog | Should -BeNullOrEmpty
        Get-TestTable $connection | Should -BeNullOrEmpty
    }

    It 'filters by status and takes the last ones' {
        Connect-TestDatabase | Out-Null
        $folder = New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE a (id int);'; '0002_b.sql' = 'CREATE TABLE b (id int);'; '0003_c.sql' = 'SELECT 1/0;' }
        Get-Failure { Invoke-Migration $folder } | Out-Null
        (Get-MigrationLog -Status Failed).FileName | Should -Be '0003_c.sql'
        (Get-MigrationLog -Status Failed).ErrorMessage | Should -Match 'division by zero'
        (Get-MigrationLog -Last 2).FileName | Should -Be '0002_b.sql', '0003_c.sql'
        (Get-MigrationLog -Status Completed -Last 1).FileName | Should -Be '0002_b.sql'
    }

    It 'reads the table that is named, quoted names too' {
        $connection = Connect-TestDatabase
        Invoke-TestSql $connection.TestConnectionString 'CREATE SCHEMA "My Ops"' | Out-Null
        $folder = New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE a (id int);' }
        Invoke-Migration $folder -HistoryTable '"My Ops"."Log"' | Out-Null
        (Get-MigrationLog -HistoryTable '"My Ops"."Log"').FileName | Should -Be '0001_a.sql'
        Get-MigrationLog | Should -BeNullOrEmpty
    }

    It 'refuses a table that is something else' {
        $connection = Connect-TestDatabase
        Invoke-TestSql $connection.TestConnectionString 'CREATE TABLE orders (id int)' | Out-Null
        $failure = Get-Failure { Get-MigrationLog -HistoryTable orders }
        $failure.FullyQualifiedErrorId | Should -Be 'UnknownHistoryTable,PgMigrate.Commands.GetMigrationLogCommand'
        $failure.CategoryInfo.Category | Should -Be 'InvalidType'
    }

    It 'refuses what is no table name' {
        (Get-Failure { Get-MigrationLog -HistoryTable 'a.b.c' }).FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgumentNoMessage,*'
    }

    It 'shows a table' {
        Connect-TestDatabase | Out-Null
        Invoke-Migration (New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE a (id int);' }) | Out-Null
        $text = Get-MigrationLog | Out-String -Width 200
        $text | Should -Match 'Id\s+FileName\s+Status\s+ExecutedAt\s+Statements\s+Duration'
        $text | Should -Match '1\s+0001_a\.sql\s+completed\s+\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\s+1/1\s+[\d.:]+ (ms|s|min)'
    }
}
