BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $three = @{ '0001_a.sql' = 'CREATE TABLE a (id int);'; '0002_b.sql' = 'CREATE TABLE b (id int);'; '0003_c.sql' = 'CREATE TABLE c (id int);' }
}

Describe 'Get-Migration' {
    Context 'without a database' {
        BeforeAll {
            Disconnect-All
        }

        It 'gives typed objects in the order of their numbers' {
            $folder = New-TestFolder @{ '9_nine.sql' = 'SELECT 9'; '10_ten.sql' = 'SELECT 10'; '011-eleven.sql' = 'SELECT 11'; '12.sql' = 'SELECT 12' }
            $migrations = Get-Migration $folder
            $migrations | Should -BeOfType ([PgMigrate.Engine.Migrations.Migration])
            $migrations.Version | Should -Be '9', '10', '011', '12'
            $migrations.Name | Should -Be 'nine', 'ten', 'eleven', ''
            $migrations.State | Should -Be (@('Unknown') * 4)
        }

        It 'takes files, wildcards and a pipeline of files' {
            $folder = New-TestFolder $three
            (Get-Migration "$folder/0002_b.sql").Name | Should -Be 'b'
            (Get-Migration "$folder/000[13]*.sql").Name | Should -Be 'a', 'c'
            (Get-ChildItem $folder -Filter '*_c.sql' | Get-Migration).Name | Should -Be 'c'
            (Get-Item $folder | Get-Migration).Name | Should -Be 'a', 'b', 'c'
            ("$folder/0001_a.sql" | Get-Migration).Version | Should -Be '0001'
        }

        It 'takes names with wildcards in them literally' {
            $parent = New-TestFolder
            $folder = "$parent/a[1]"
            [void][IO.Directory]::CreateDirectory($folder)
            [IO.File]::WriteAllText("$folder/0001_it's[x].sql", 'SELECT 1')
            (Get-Migration -LiteralPath $folder).Name | Should -Be "it's[x]"
            (Get-Migration -LiteralPath "$folder/0001_it's[x].sql").Name | Should -Be "it's[x]"
        }

        It 'reads ./migrations when nothing is given' {
            $folder = New-TestFolder
            [void][IO.Directory]::CreateDirectory("$folder/migrations")
            [IO.File]::WriteAllText("$folder/migrations/0001_here.sql", 'SELECT 1')
            Push-Location $folder
            try {
                (Get-Migration).Name | Should -Be 'here'
            }
            finally {
                Pop-Location
            }
        }

        It 'reads nothing when a pipeline brings nothing' {
            $folder = New-TestFolder
            [void][IO.Directory]::CreateDirectory("$folder/migrations")
            [IO.File]::WriteAllText("$folder/migrations/0001_here.sql", 'SELECT 1')
            Push-Location $folder
            try {
                @() | Get-Migration | Should -BeNullOrEmpty
            }
            finally {
                Pop-Location
            }
        }

        It 'reports a path that is not there and goes on with the others' {
            $folder = New-TestFolder $three
            $found = Get-Migration "$folder/0001_a.sql", "$folder/none.sql", "$folder/0003_c.sql" -ErrorVariable failures -ErrorAction SilentlyContinue
            $found.Name | Should -Be 'a', 'c'
            $failures.Count | Should -Be 1
            $failures[0].FullyQualifiedErrorId | Should -Be 'PathNotFound,PgMigrate.Commands.GetMigrationCommand'
            $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $failures[0].TargetObject | Should -Be "$folder/none.sql"
        }

        It 'reports two files with one number as an error' {
            $folder = New-TestFolder @{ '0001_a.sql' = 'SELECT 1'; '01_b.sql' = 'SELECT 2' }
            Get-Migration $folder -ErrorVariable failures -ErrorAction SilentlyContinue | Out-Null
            $failures.FullyQualifiedErrorId | Should -Be 'DuplicateVersion,PgMigrate.Commands.GetMigrationCommand'
            $failures[0].Exception.Message | Should -Match '0001_a\.sql.*01_b\.sql'
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'warns of a file without a number' {
            $folder = New-TestFolder @{ '0001_a.sql' = 'SELECT 1'; 'notes.sql' = 'SELECT 2' }
            (Get-Migration $folder -WarningVariable warnings -WarningAction SilentlyContinue).Name | Should -Be 'a'
            "$warnings" | Should -Match 'notes\.sql'
        }

        It 'wants a database for a status' {
            (Get-Failure { Get-Migration (New-TestFolder $three) -Status Pending }).FullyQualifiedErrorId | Should -Be 'NotConnected,PgMigrate.Commands.GetMigrationCommand'
        }

        It 'refuses a path outside the file system' {
            Get-Migration 'Env:PATH' -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotAFileSystemPath,*'
        }
    }

    Context 'with a database' {
        It 'tells each state and filters by it' {
            $connection = Connect-TestDatabase
            $folder = New-TestFolder $three
            Invoke-Migration $folder -ToVersion 0001 | Out-Null
            (Get-Migration $folder).State | Should -Be 'Applied', 'Pending', 'Pending'
            (Get-Migration $folder -Status Pending).Name | Should -Be 'b', 'c'
            (Get-Migration $folder -Status Applied, Changed).Name | Should -Be 'a'
            (Get-Migration $folder)[0].AppliedAt | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddHours(-1))

            [IO.File]::WriteAllText("$folder/0001_a.sql", 'CREATE TABLE a (id bigint);')
            (Get-Migration $folder -Status Changed).Name | Should -Be 'a'

            [IO.File]::Delete("$folder/0001_a.sql")
            (Get-Migration $folder -Status Missing).FileName | Should -Be '0001_a.sql'
            Get-TestTable $connection | Should -Be 'a', 'migration_log'
        }

        It 'marks one that comes too late' {
            Connect-TestDatabase | Out-Null
            $folder = New-TestFolder @{ '0002_b.sql' = 'CREATE TABLE b (id int);' }
            Invoke-Migration $folder | Out-Null
            [IO.File]::WriteAllText("$folder/0001_a.sql", 'CREATE TABLE a (id int);')
            (Get-Migration $folder).State | Should -Be 'OutOfOrder', 'Applied'
        }

        It 'changes nothing in the database' {
            $connection = Connect-TestDatabase
            (Get-Migration (New-TestFolder $three)).State | Should -Be (@('Pending') * 3)
            Get-TestTable $connection | Should -BeNullOrEmpty
        }

        It 'asks the connection that is given' {
            $first = Connect-TestDatabase
            Connect-TestDatabase | Out-Null
            $folder = New-TestFolder $three
            Invoke-Migration $folder -Connection $first | Out-Null
            (Get-Migration $folder -Connection $first).State | Should -Be (@('Applied') * 3)
            (Get-Migration $folder).State | Should -Be (@('Pending') * 3)
        }

        It 'shows a table of version, name, state, mode and time' {
            Connect-TestDatabase | Out-Null
            $text = Get-Migration (New-TestFolder $three) | Out-String
            $text | Should -Match 'Version\s+Name\s+State\s+TransactionMode\s+AppliedAt'
            $text | Should -Match '0001\s+a\s+Pending\s+Transactional'
        }
    }
}
