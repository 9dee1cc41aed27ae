BeforeAll {
    . "$PSScriptRoot/common.ps1"

    function New-DrizzleFolder([string] $Sql = 'CREATE TABLE "users" ("id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);') {
        $folder = New-TestFolder @{ '0000_old.sql' = 'SELECT 1;'; '0001_brave_hulk.sql' = $Sql }
        [void][IO.Directory]::CreateDirectory((Join-Path $folder meta))
        [IO.File]::WriteAllText((Join-Path $folder 'meta/_journal.json'), '{"entries":[{"when":1,"tag":"0000_old"},{"when":2,"tag":"0001_brave_hulk"}]}')
        $folder
    }
}

Describe 'ConvertTo-Migration' {
    It 'rewrites a folder, and a second time has nothing to do' {
        $connection = Connect-TestDatabase
        $source = New-TestFolder @{
            '1_a.sql'  = "-- migrate:up`nCREATE TABLE a (id int);`n-- migrate:down`nDROP TABLE a;`n"
            '10_b.sql' = "-- migrate:up transaction:false`nCREATE INDEX CONCURRENTLY i ON a (id);`n-- migrate:down`nDROP INDEX i;`n"
        }
        $folder = Join-Path (New-TestFolder) 'native'
        $made = ConvertTo-Migration $source -Destination $folder -WhatIf
        $made | Should -BeNullOrEmpty
        Test-Path $folder | Should -BeFalse
        $made = Get-Migration $source | ConvertTo-Migration -Destination $folder -Renumber
        $made | Should -BeOfType ([PgMigrate.Engine.Migrations.Migration])
        $made.FileName | Should -Be '0001_b.sql', '0002_a.sql' -Because 'dbmate orders file names as text'
        ConvertTo-Migration $source -Destination $folder -Verbose 4>&1 | ForEach-Object Message | Should -Match 'was converted before' -Because 'the head names the source'
        (Get-Item (Join-Path $folder '*')).Count | Should -Be 2
        ConvertTo-Migration $folder -Destination (Join-Path $folder '../goose') -ToLayout Goose | ForEach-Object Layout | Should -Be 'Goose', 'Goose'
    }

    It 'writes nothing when one does not pass, and mends it when asked' {
        $source = New-DrizzleFolder "CREATE TABLE t (id bigint PRIMARY KEY, n bigint);`nCREATE INDEX i ON t (n);"
        $folder = New-TestFolder
        $failure = Get-Failure { ConvertTo-Migration $source -Destination $folder -Target AuroraDsql }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConversionNotPassed,*'
        $failure.Exception.Message | Should -Match 'dsql-index-not-async'
        Get-ChildItem $folder | Should -BeNullOrEmpty
        $made = ConvertTo-Migration $source -Destination $folder -Target AuroraDsql -Fix -AllowReviewNeeded -Last 1
        [string]$made.UpScript | Should -Match 'CREATE INDEX ASYNC'
        Get-Content (Join-Path $folder $made.FileName) -Raw | Should -Match '(?m)^-- @source: Drizzle 0001_brave_hulk\.sql sha256:[0-9a-f]{64}$'
        ($made | Test-MigrationSql -Target AuroraDsql).Passed | Should -BeTrue
    }

    It 'shows the whole text with -WhatIf, secrets taken out' {
        $source = New-TestFolder @{ '1_a.sql' = "-- migrate:up`nCREATE ROLE r PASSWORD 'geheim';`n" }
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$ModulePath'; ConvertTo-Migration '$source' -Destination '$source/new' -ExcludeRule password-in-text -WhatIf *>&1").Invoke()
        $shell.HadErrors | Should -BeFalse
        Test-Path "$source/new" | Should -BeFalse
        $shell.Dispose()
    }

    It 'prepares what drizzle has generated, in short' {
        $source = New-DrizzleFolder
        $folder = New-TestFolder @{
            '118-x.sql'       = 'SELECT 1;'
            'migrations.json' = "{`n  `"initialSetupFiles`": [],`n  `"migrationFiles`": [`n    `"118-x.sql`"`n  ]`n}`n"
        }
        $made = New-Migration 'add users' $folder -FromDrizzle $source
        $made.FileName | Should -Be '119-add-users.sql'
        Get-Content (Join-Path $folder 'migrations.json') -Raw | Should -Be "{`n  `"initialSetupFiles`": [],`n  `"migrationFiles`": [`n    `"118-x.sql`",`n    `"119-add-users.sql`"`n  ]`n}`n"
        New-Migration -Path $folder -FromDrizzle $source | Should -BeNullOrEmpty
        $failure = Get-Failure { New-Migration -Path $folder -FromDrizzle $folder }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NoDrizzleFolder,*'
    }

    It 'goes on from the history of the source: <Layout>' -ForEach @(
        @{ Layout = 'Diesel'; Files = '2024-01-01-000000_a/up.sql', '2024-01-02-000000_b/up.sql'; Row = "CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp DEFAULT now()); INSERT INTO __diesel_schema_migrations VALUES ('20240101000000')" }
        @{ Layout = 'Flyway'; Files = 'V1.1__a.sql', 'V1.2__b.sql'; Row = "CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version text, description text, type text, script text, checksum int, installed_by text, installed_on timestamp, execution_time int, success boolean); INSERT INTO flyway_schema_history VALUES (1, '1.1', 'a', 'SQL', 'V1.1__a.sql', 0, 'u', now(), 1, true)" }
    ) {
        $connection = Connect-TestDatabase
        $source = New-TestFolder
        foreach ($file in $Files) {
            $path = Join-Path $source $file
            [void][IO.Directory]::CreateDirectory((Split-Path $path))
            [IO.File]::WriteAllText($path, 'SELECT 1;')
        }
        Invoke-TestSql $connection.TestConnectionString $Row
        $folder = New-TestFolder
        $made = ConvertTo-Migration $source -Destination $folder
        $made.Count | Should -Be 2
        (Set-MigrationBaseline $folder -FromHistory $Layout).FileName | Should -Be $made[0].FileName
        (Get-Migration $folder -Status Pending).FileName | Should -Be $made[1].FileName
    }

    It 'refuses with a remedy: <Id>' -ForEach @(
        @{ Id = 'NotWrittenHere'; Parameters = @{ ToLayout = 'Prisma' } }
        @{ Id = 'UnknownName'; Parameters = @{ ToLayout = 'Nothing' } }
        @{ Id = 'InvalidConversion'; Parameters = @{ Name = 'one name' } }
        @{ Id = 'InvalidConversion'; Parameters = @{ Name = '!!'; Last = 1 } }
        @{ Id = 'UnknownRule'; Parameters = @{ ExcludeRule = 'nothing' } }
    ) {
        $folder = New-TestFolder
        $source = New-DrizzleFolder
        $failure = Get-Failure { ConvertTo-Migration $source -Destination $folder @Parameters }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }

    It 'lists Ruby and C# and runs none of it' {
        Connect-TestDatabase | Out-Null
        $rails = New-TestFolder @{ '20240101000000_init.rb' = 'class Init; end' }
        (Get-Migration $rails).ListedLanguage | Should -Be 'Ruby'
        $failure = Get-Failure { Invoke-Migration $rails }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnsupportedLanguage,*'
        $failure.Exception.Message | Should -Match 'written in Ruby'
        (Get-Failure { ConvertTo-Migration $rails -Destination (New-TestFolder) }).FullyQualifiedErrorId | Should -BeLike 'UnsupportedLanguage,*'
        (Get-Migration (New-TestFolder @{ '20240101000000_Init.cs' = 'class Init;'; '20240101000000_Init.Designer.cs' = '' })).FileName | Should -Be '20240101000000_Init.cs'
    }
}
