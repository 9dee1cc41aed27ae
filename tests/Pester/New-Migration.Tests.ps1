BeforeAll {
    . "$PSScriptRoot/common.ps1"
}

Describe 'New-Migration' {
    It 'writes a numbered file with a head and an undo section, and gives it' {
        $folder = New-TestFolder
        $migration = New-Migration 'add users' $folder -Sql 'CREATE TABLE users (id int)' -UndoSql 'DROP TABLE users'
        $migration | Should -BeOfType ([PgMigrate.Engine.Migrations.Migration])
        $migration.FileName | Should -Be '0001_add_users.sql'
        [IO.File]::ReadAllText($migration.Path) | Should -Be "-- Add users.`n`nCREATE TABLE users (id int);`n`n-- @undo`nDROP TABLE users;`n"
        $migration.UndoScript.ToString() | Should -Match 'DROP TABLE users'
    }

    It 'counts on in the style of the folder' {
        $folder = New-TestFolder @{ '041-first-thing.sql' = 'SELECT 1' }
        (New-Migration 'Second Thing' $folder).FileName | Should -Be '042-second-thing.sql'
        (New-Migration 'third' -Path $folder).FileName | Should -Be '043-third.sql'
    }

    It 'makes ./migrations when nothing is there' {
        Push-Location (New-TestFolder)
        try {
            (New-Migration first).Path | Should -Be (Join-Path $PWD.ProviderPath 'migrations/0001_first.sql')
        }
        finally {
            Pop-Location
        }
    }

    It 'goes to the folder of the settings' {
        $root = New-TestFolder @{ 'pgmigrate.psd1' = "@{ Path = 'db/changes' }" }
        Push-Location $root
        try {
            (New-Migration first).Path | Should -Be (Join-Path $root 'db/changes/0001_first.sql')
        }
        finally {
            Pop-Location
        }
    }

    It 'pipes on to Invoke-Migration' {
        $connection = Connect-TestDatabase
        (New-Migration add_a (New-TestFolder) -Sql 'CREATE TABLE a (id int)' | Invoke-Migration).Status | Should -Be 'Applied'
        Get-TestTable $connection | Should -Contain 'a'
    }

    It 'writes nothing with -WhatIf' {
        $folder = Join-Path (New-TestFolder) 'none'
        New-Migration first $folder -WhatIf | Should -BeNullOrEmpty
        Test-Path $folder | Should -BeFalse
    }

    It 'takes a template' {
        $template = Join-Path (New-TestFolder @{ 'template.txt' = "-- `${version}: `${description}`n-- @transaction: none`n`${sql}`n" }) 'template.txt'
        $migration = New-Migration idx (New-TestFolder) -Template $template -Sql 'VACUUM' -Description 'Clean up.'
        [IO.File]::ReadAllText($migration.Path) | Should -Be "-- 0001: Clean up.`n-- @transaction: none`nVACUUM;`n"
        $migration.Header.Transaction | Should -Be 'None'
    }

    It 'says that a template is not there' {
        $failure = Get-Failure { New-Migration x (New-TestFolder) -Template ./no-such-template }
        $failure.FullyQualifiedErrorId | Should -Be 'CannotAccessFile,PgMigrate.Commands.NewMigrationCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'refuses a name that makes no file name' {
        $failure = Get-Failure { New-Migration '***' (New-TestFolder) }
        $failure.FullyQualifiedErrorId | Should -Be 'InvalidName,PgMigrate.Commands.NewMigrationCommand'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'add_users'
    }

    It 'adds the new file to a manifest, in place' {
        $folder = New-TestFolder @{ 'migrations.json' = "{`r`n  // order matters`r`n  `"migrationFiles`": [`r`n    `"0001_a.sql`"`r`n  ]`r`n}`r`n"; '0001_a.sql' = 'SELECT 1' }
        $migration = New-Migration second $folder -WarningVariable warnings
        $migration.FileName | Should -Be '0002_second.sql'
        $warnings | Should -BeNullOrEmpty
        [IO.File]::ReadAllText("$folder/migrations.json") | Should -Be "{`r`n  // order matters`r`n  `"migrationFiles`": [`r`n    `"0001_a.sql`",`r`n    `"0002_second.sql`"`r`n  ]`r`n}`r`n"
    }
}
