BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $files = @{ '1_a.sql' = 'CREATE TABLE a (id int)'; '2_b.sql' = 'CREATE TABLE b (id int)'; '3_c.sql' = 'CREATE TABLE c (id int)' }
}

Describe 'Compare-MigrationHistory' {
    It 'lays a folder beside its history' {
        Connect-TestDatabase | Out-Null
        $folder = New-TestFolder $files
        Invoke-Migration $folder -ToVersion 2 | Out-Null
        $found = Compare-MigrationHistory $folder
        $found | Should -BeOfType ([PgMigrate.Engine.History.Comparing.HistoryDifference])
        $found.Name | Should -Be '1_a.sql', '2_b.sql', '3_c.sql'
        $found.Relationship | Should -Be 'Both', 'Both', 'OnlyInReference'
        ($found | Where-Object IsDifferent).Migration.FileName | Should -Be '3_c.sql'
        ($found | Format-Table | Out-String -Width 160) | Should -Match 'Relationship +Version +Name +Reference +Difference +Note'
        (Compare-MigrationHistory (Join-Path $folder '3_c.sql')).Name | Should -Be '3_c.sql'
    }

    It 'fails when asked to, after all is written' {
        Connect-TestDatabase | Out-Null
        $folder = New-TestFolder $files
        Invoke-Migration $folder -ToVersion 2 | Out-Null
        $found = $null
        $failure = Get-Failure { Compare-MigrationHistory $folder -FailOn Difference -OutVariable found }
        $failure.FullyQualifiedErrorId | Should -BeLike 'HistoriesDiffer,*'
        $failure.Exception.Message | Should -Match '^1 migration differs'
        Invoke-Migration $folder | Out-Null
        (Compare-MigrationHistory $folder -FailOn Difference).Relationship | Should -Be 'Both', 'Both', 'Both'
    }

    It 'sets the exit status of a script in a pipeline' {
        $connection = Connect-TestDatabase
        $folder = New-TestFolder $files
        $script = Join-Path $folder 'check.ps1'
        Set-Content $script "`$ErrorActionPreference = 'Stop'; Import-Module '$ModulePath'; Connect-MigrationDatabase -ConnectionString '$($connection.TestConnectionString)' | Out-Null; Compare-MigrationHistory '$folder' -FailOn Difference"
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $script 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 1
        Invoke-Migration $folder | Out-Null
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $script 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 0
    }

    It 'lays two tools of one database side by side' {
        Connect-TestDatabase | Out-Null
        $folder = New-TestFolder $files
        Invoke-Migration $folder -HistoryFormat Dbmate -ToVersion 2 | Out-Null
        Set-MigrationBaseline $folder -ToVersion 1 | Out-Null
        $found = Compare-MigrationHistory $folder -DifferenceFormat Dbmate
        $found.Relationship | Should -Be 'Both', 'OnlyInDifference', 'Neither'
        $found[0].Reference | Should -Be 'Native public.migration_log'
        $found[0].Difference | Should -Be 'Dbmate public.schema_migrations'
        (Compare-MigrationHistory $folder -HistoryFormat Dbmate -DifferenceFormat Native)[1].Relationship | Should -Be 'OnlyInReference'
        (Compare-MigrationHistory $folder -HistoryFormat Auto).Relationship | Should -Be 'Both', 'Both', 'OnlyInReference'
    }

    It 'lays two databases side by side, without a folder too' {
        $folder = New-TestFolder $files
        $staging = Connect-TestDatabase
        Invoke-Migration $folder | Out-Null
        $production = Connect-TestDatabase
        Invoke-Migration $folder -ToVersion 1 | Out-Null
        $found = Compare-MigrationHistory $folder -Connection $staging -DifferenceConnection $production
        $found.Relationship | Should -Be 'Both', 'OnlyInReference', 'OnlyInReference'
        Push-Location (New-TestFolder)
        try {
            (Compare-MigrationHistory -Connection $staging -DifferenceConnection $production).Name | Should -Be '1_a.sql', '2_b.sql', '3_c.sql'
        }
        finally {
            Pop-Location
        }
    }

    It 'tells of what drizzle skips without a word' {
        $connection = Connect-TestDatabase
        $folder = New-TestFolder @{ '0000_a.sql' = 'SELECT 1'; '0001_b.sql' = 'SELECT 2'; '0002_late.sql' = 'SELECT 3' }
        New-Item -ItemType Directory (Join-Path $folder meta) | Out-Null
        Set-Content (Join-Path $folder 'meta/_journal.json') '{"entries":[{"when":100,"tag":"0000_a"},{"when":300,"tag":"0001_b"},{"when":200,"tag":"0002_late"}]}'
        Invoke-TestSql $connection.TestConnectionString "CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial, hash text, created_at bigint); INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', 100), ('y', 300)"
        $late = Compare-MigrationHistory $folder -HistoryFormat Drizzle -WarningAction Ignore | Where-Object IsDifferent
        $late.Relationship | Should -Be 'Skipped'
        $late.Note | Should -Match 'skips it without a word'
    }

    It 'says what it cannot compare: <Case>' -ForEach @(
        @{ Case = 'a NULL version'; Sql = 'CREATE TABLE schema_migrations (version text); INSERT INTO schema_migrations VALUES (NULL)'; Format = 'Dbmate'; Message = 'NULL as its version' }
        @{ Case = 'a view'; Sql = "CREATE VIEW schema_migrations AS SELECT '1'::text AS version"; Format = 'Dbmate'; Message = 'is a view' }
        @{ Case = 'no permission'; Sql = 'CREATE TABLE pgmigrations (id int, name text, run_on timestamp); CREATE ROLE compare_blind; ALTER DATABASE @@ SET role = compare_blind'; Format = 'PgMigrations'; Message = 'may not read' }
        @{ Case = 'no table'; Sql = 'SELECT 1'; Format = 'Flyway'; Message = 'There is no table' }
        @{ Case = 'another table'; Sql = 'CREATE TABLE flyway_schema_history (x int)'; Format = 'Flyway'; Message = 'its columns are x' }
    ) {
        $connectionString = New-TestDatabase
        Invoke-TestSql $connectionString ($Sql -replace '@@', [regex]::Match($connectionString, 'Database=([^;]*)').Groups[1].Value)
        Connect-MigrationDatabase -ConnectionString "$connectionString;Pooling=false" | Out-Null
        $failure = Get-Failure { Compare-MigrationHistory (New-TestFolder $files) -HistoryFormat $Format }
        $failure.FullyQualifiedErrorId | Should -BeLike 'HistoryUnusable,*'
        $failure.Exception.Message | Should -Match $Message
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'refuses a folder whose journal leads out of it or is absurdly large' {
        Connect-TestDatabase | Out-Null
        $folder = New-TestFolder
        New-Item -ItemType Directory (Join-Path $folder meta) | Out-Null
        $journal = Join-Path $folder 'meta/_journal.json'
        Set-Content $journal '{"entries":[{"when":100,"tag":"../../x"}]}'
        Compare-MigrationHistory $folder -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidManifest,*'
        $stream = [IO.File]::Create($journal)
        $stream.SetLength(200MB)
        $stream.Dispose()
        Compare-MigrationHistory $folder -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].Exception.Message | Should -Match 'no more than 16 MB'
    }
}
