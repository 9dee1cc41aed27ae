BeforeAll {
    . "$PSScriptRoot/common.ps1"

    # As New-TestFolder, but names may lead into sub-folders.
    function New-ToolFolder([hashtable] $Files) {
        $folder = New-TestFolder
        foreach ($name in $Files.Keys) {
            $path = Join-Path $folder $name
            [void][IO.Directory]::CreateDirectory((Split-Path $path))
            [IO.File]::WriteAllText($path, $Files[$name])
        }
        $folder
    }

    $diesel = @{
        '2024-01-01-000000_a/up.sql' = 'CREATE TABLE a (id int);'; '2024-01-01-000000_a/down.sql' = 'DROP TABLE a;'
        '2024-01-02-000000_b/up.sql' = 'CREATE TABLE b (id int);'
    }
    $dieselTable = 'CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP)'
}

Describe 'Migrations of other tools' {
    It 'knows the layout, and takes one by name' {
        Disconnect-All
        $folder = New-ToolFolder $diesel
        (Get-Migration $folder).FileName | Should -Be '2024-01-01-000000_a', '2024-01-02-000000_b'
        (Get-Migration $folder).Layout | Should -Be 'Diesel', 'Diesel'
        $native = New-ToolFolder @{ '1_a.sql' = "-- migrate:up`nSELECT 1;"; '10_b.sql' = "-- migrate:up`nSELECT 1;"; '9_c.sql' = "-- migrate:up`nSELECT 1;" }
        (Get-Migration $native).Version | Should -Be '10', '1', '9' -Because 'dbmate orders file names as text'
        (Get-Migration $native -Layout Native).Version | Should -Be '1', '9', '10'
        $failure = Get-Failure { Get-Migration $native -Layout Nothing }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnknownName,*'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Flyway'
    }

    It 'keeps the layout along the pipeline' {
        $connection = Connect-TestDatabase
        $folder = New-ToolFolder $diesel
        $results = Get-Migration $folder -Status Pending | Test-MigrationSql | Invoke-Migration
        $results.FileName | Should -Be '2024-01-01-000000_a', '2024-01-02-000000_b'
        Get-TestTable $connection | Should -Be 'a', 'b', 'migration_log'
        (Get-Migration $folder).State | Should -Be 'Applied', 'Applied'
        (Get-Item (Join-Path $folder '2024-01-02-000000_b/up.sql') | Get-Migration).FileName | Should -Be '2024-01-02-000000_b'
    }

    It 'moves over: marks what the other tool records, once, and goes on after it' {
        $connection = Connect-TestDatabase
        $folder = New-ToolFolder $diesel
        Invoke-TestSql $connection.TestConnectionString "$dieselTable; INSERT INTO __diesel_schema_migrations VALUES ('20240101000000'), ('20230101000000')"
        Set-MigrationBaseline $folder -FromHistory Diesel -WhatIf -WarningAction Ignore | Should -BeNullOrEmpty
        $marked = Set-MigrationBaseline $folder -FromHistory Diesel -WarningVariable warnings -WarningAction SilentlyContinue
        $marked | Should -BeOfType ([PgMigrate.Engine.History.MigrationLogEntry])
        $marked.FileName | Should -Be '2024-01-01-000000_a'
        [string]$warnings | Should -Match '20230101000000'
        Set-MigrationBaseline $folder -FromHistory Auto -WarningAction Ignore | Should -BeNullOrEmpty
        (Get-Migration $folder -Status Pending -WarningAction Ignore).FileName | Should -Be '2024-01-02-000000_b'
    }

    It 'does not apply again what the folder''s own tool has applied' {
        $connection = Connect-TestDatabase
        $folder = New-ToolFolder $diesel
        Invoke-TestSql $connection.TestConnectionString "$dieselTable; INSERT INTO __diesel_schema_migrations VALUES ('20240101000000')"
        $failure = Get-Failure { Invoke-Migration $folder }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OtherHistory,*'
        $failure.ErrorDetails.RecommendedAction | Should -Match '-FromHistory Diesel'
        Get-Migration $folder -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
        [string]$warnings | Should -Match '-FromHistory Diesel'
        (Invoke-Migration $folder -HistoryFormat Diesel).FileName | Should -Be '2024-01-02-000000_b'
    }

    It 'reads another history, and keeps it' {
        $connection = Connect-TestDatabase
        $folder = New-ToolFolder $diesel
        Invoke-Migration $folder -ToVersion 20240101000000 -HistoryFormat Diesel | Out-Null
        (Get-MigrationLog -HistoryFormat Diesel).Version | Should -Be '20240101000000'
        (Get-Migration $folder -HistoryFormat Diesel).State | Should -Be 'Applied', 'Pending'
        (Invoke-Migration $folder -HistoryFormat Diesel).FileName | Should -Be '2024-01-02-000000_b'
        Get-TestTable $connection | Should -Be '__diesel_schema_migrations', 'a', 'b'
        (Get-MigrationLog -HistoryFormat Auto).FileName | Should -Be '20240101000000', '20240102000000'
        Get-MigrationLog | Should -BeNullOrEmpty
    }

    It 'takes layout and format from the settings, and a parameter before them' {
        $connection = Connect-TestDatabase
        $root = New-ToolFolder @{
            'pgmigrate.psd1' = "@{ Path = 'm'; Layout = 'Sqlx'; HistoryFormat = 'Sqlx'; HistoryTable = 'public.sqlx_log' }"
            'm/1_a.sql'      = 'CREATE TABLE a (id int);'
        }
        Push-Location $root
        try {
            (Invoke-Migration).Migration.Layout | Should -Be 'Sqlx'
            Get-TestTable $connection | Should -Be 'a', 'sqlx_log'
            (Get-Migration).State | Should -Be 'Applied'
            (Get-MigrationLog).Version | Should -Be '1'
            (Get-Migration -HistoryFormat Dbmate -Layout Native).State | Should -Be 'Pending'
            (New-Migration b -Sql 'SELECT 1').FileName | Should -Be '2_b.up.sql'
            (Set-MigrationBaseline).FileName | Should -Be '2_b.up.sql'
            (Get-MigrationLog).Version | Should -Be '1', '2'
            Set-MigrationBaseline -FromHistory Sqlx | Should -HaveCount 2
            Get-TestTable $connection | Should -Be 'a', 'migration_log', 'sqlx_log'
        }
        finally {
            Pop-Location
        }
    }

    It 'refuses what it cannot read or keep, with a remedy' {
        $connection = Connect-TestDatabase
        $folder = New-ToolFolder $diesel
        foreach ($case in { Set-MigrationBaseline $folder -FromHistory Diesel }, { Get-MigrationLog -HistoryFormat Auto }) {
            $failure = Get-Failure $case
            $failure.FullyQualifiedErrorId | Should -BeLike 'HistoryUnusable,*'
            $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }
        Invoke-TestSql $connection.TestConnectionString 'CREATE VIEW __diesel_schema_migrations AS SELECT 1 AS version, 2 AS run_on'
        (Get-Failure { Set-MigrationBaseline $folder -FromHistory Diesel }).Exception.Message | Should -Match 'is a view'
        (Get-Failure { Invoke-Migration $folder -HistoryFormat EfCore }).FullyQualifiedErrorId | Should -BeLike 'UnknownName,*'
    }

    It 'writes new files as <Layout> has them' -ForEach @(
        @{ Layout = 'Dbmate'; Pattern = '^\d{14}_add_users\.sql$' }
        @{ Layout = 'Goose'; Pattern = '^\d{14}_add_users\.sql$' }
        @{ Layout = 'NodePgMigrate'; Pattern = '^\d{13}_add_users\.sql$' }
        @{ Layout = 'GolangMigrate'; Pattern = '^000001_add_users\.up\.sql$' }
        @{ Layout = 'Sqlx'; Pattern = '^\d{14}_add_users\.up\.sql$' }
        @{ Layout = 'Diesel'; Pattern = '^\d{4}-\d\d-\d\d-\d{6}_add_users$' }
        @{ Layout = 'Flyway'; Pattern = '^V1__add_users\.sql$' }
    ) {
        $connection = Connect-TestDatabase
        $folder = New-TestFolder
        $made = New-Migration 'add users' $folder -Layout $Layout -Sql 'CREATE TABLE users (id int)' -UndoSql 'DROP TABLE users'
        $made.Layout | Should -Be $Layout
        $made.FileName | Should -Match $Pattern
        [string]$made.UndoScript | Should -Match 'DROP TABLE users;'
        (Invoke-Migration $folder -Layout $Layout).Status | Should -Be 'Applied'
        Get-TestTable $connection | Should -Be 'migration_log', 'users'
        $next = New-Migration 'second' $folder -Layout $Layout -Sql 'SELECT 1' -UndoSql 'SELECT 2'
        (Get-Migration $folder -Layout $Layout)[1].FileName | Should -Be $next.FileName
    }

    It 'leaves new files of <Layout> to its tool' -ForEach @{ Layout = 'Drizzle' }, @{ Layout = 'Prisma' } {
        (Get-Failure { New-Migration x (New-TestFolder) -Layout $Layout }).FullyQualifiedErrorId | Should -BeLike 'NotWrittenHere,*'
    }
}
