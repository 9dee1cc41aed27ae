BeforeAll {
    . "$PSScriptRoot/common.ps1"

    function New-Project([hashtable] $Files) {
        $folder = New-TestFolder
        $migrations = Join-Path $folder 'migrations'
        [void][IO.Directory]::CreateDirectory($migrations)
        [IO.File]::WriteAllText((Join-Path $folder 'package.json'), '{ "dependencies": { "node-pg-migrate": "8" } }')

        # Not the ten seconds of a user: a machine that stands still fails no script.
        [IO.File]::WriteAllText((Join-Path $folder 'pgmigrate.psd1'), "@{ JavaScript = @{ ScriptTimeout = '5min'; TotalTimeout = '5min' } }")
        foreach ($name in $Files.Keys) {
            [IO.File]::WriteAllText((Join-Path $migrations $name), $Files[$name])
        }
        $migrations
    }
}

Describe 'Migrations in JavaScript' -Skip:($null -eq (Get-Command node -ErrorAction Ignore)) {
    BeforeEach {
        $files = @{
            '001_users.js' = "exports.up = (pgm) => {`n  console.log('hello');`n  pgm.createTable('users', { id: 'id' });`n};"
            '002_index.mjs' = "export const up = (pgm) => {`n  pgm.noTransaction();`n  pgm.createIndex('users', 'id', { concurrently: true, name: 'i' });`n};"
        }
    }

    It 'are listed, checked, shown and applied' {
        $connection = Connect-TestDatabase
        $folder = New-Project $files
        $listed = Get-Migration $folder
        $listed.FileName | Should -Be '001_users.js', '002_index.mjs'
        $listed.IsScripted | Should -Be $true, $true
        [string]$listed[0].UndoScript | Should -Be "DROP TABLE `"users`";`n"
        (Test-MigrationSql $folder).Passed | Should -Be $true, $true

        $shown = Invoke-Migration $folder -WhatIf
        $shown.StatementsTotal | Should -Be 1, 1
        Get-TestTable $connection | Should -BeNullOrEmpty

        $script = Join-Path (Split-Path $folder) 'out.sql'
        Invoke-Migration $folder -Script $script
        [IO.File]::ReadAllText($script) | Should -Match 'CREATE INDEX CONCURRENTLY "i" ON "users"'

        $results = Get-Migration $folder -Status Pending | Test-MigrationSql | Invoke-Migration -Verbose 4>&1
        ($results | Where-Object { $_ -is [PgMigrate.Engine.Running.MigrationResult] }).Status | Should -Be 'Applied', 'Applied'
        Get-TestTable $connection | Should -Be 'migration_log', 'users'
        Invoke-Migration $folder | Should -BeNullOrEmpty
        (Get-Migration $folder).State | Should -Be 'Applied', 'Applied'
    }

    It 'print to the verbose stream' {
        Disconnect-All
        $verbose = Get-Migration (New-Project $files) -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        [string]$verbose | Should -Match '001_users.js: hello'
    }

    It 'that fail are errors with their line, and only where they are due' {
        $connection = Connect-TestDatabase
        $files['003_bad.js'] = "exports.up = (pgm) => {`n  throw new Error('mine');`n};"
        $folder = New-Project $files
        (Get-Migration $folder).FileName | Should -HaveCount 3
        $failure = Get-Failure { Invoke-Migration $folder }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ScriptFailed,*'
        $failure.Exception.Message | Should -Match '003_bad.js:2:9: .*mine'
        Get-TestTable $connection | Should -BeNullOrEmpty
        $tests = Test-MigrationSql $folder -ErrorVariable problems -ErrorAction SilentlyContinue
        $tests | Should -HaveCount 2
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ScriptFailed,*'
        (Invoke-Migration $folder -ToVersion 002).Status | Should -Be 'Applied', 'Applied'
        Set-MigrationBaseline $folder -ToVersion 003 | Out-Null
        Invoke-Migration $folder | Should -BeNullOrEmpty
    }

    It 'that ask the database get it when they are applied, and not before' {
        $connection = Connect-TestDatabase
        $files['003_ask.js'] = "exports.up = async (pgm) => {`n  const [row] = await pgm.db.select('SELECT count(*)::int AS n FROM users');`n  pgm.sql(``CREATE TABLE seen_`${row.n} ()``);`n};"
        $folder = New-Project $files
        (Get-Failure { Invoke-Migration $folder -Script (Join-Path $folder 'x.sql') }).FullyQualifiedErrorId | Should -BeLike 'NeedsDatabase,*'
        (Invoke-Migration $folder -WhatIf).StatementsTotal | Should -Be 1, 1, 0
        (Invoke-Migration $folder).Status | Should -Be 'Applied', 'Applied', 'Applied'
        Get-TestTable $connection | Should -Contain 'seen_0'
    }

    It 'are run as the settings say' {
        Connect-TestDatabase | Out-Null
        $folder = New-Project @{ '001_env.js' = "exports.up = (pgm) => { pgm.createTable(process.env.PGM_TEST_NAME ?? 'unseen', { createdAt: 'date' }); };" }
        $env:PGM_TEST_NAME = 'seenByScripts'
        try {
            [string](Get-Migration $folder).UpScript | Should -Match '"unseen"'
            [IO.File]::WriteAllText((Join-Path $folder 'pgmigrate.psd1'), "@{ JavaScript = @{ Decamelize = `$true; EnvironmentVariables = 'PGM_TEST_NAME'; ScriptTimeout = '5min'; TotalTimeout = '5min' } }")
            [string](Get-Migration $folder).UpScript | Should -Match 'CREATE TABLE "seen_by_scripts" \(\s*"created_at"'
            (Invoke-Migration $folder).Status | Should -Be 'Applied'
        }
        finally {
            Remove-Item Env:PGM_TEST_NAME
        }
    }

    It 'are ended after the time that the settings give' {
        Disconnect-All
        $folder = New-Project @{ '001_loop.js' = 'exports.up = () => { for (;;) { } };' }
        [IO.File]::WriteAllText((Join-Path $folder 'pgmigrate.psd1'), "@{ JavaScript = @{ ScriptTimeout = '1s' } }")
        Test-MigrationSql $folder -ErrorVariable problems -ErrorAction SilentlyContinue | Out-Null
        $problems[0].Exception.Message | Should -Match '001_loop.js.* 1 s'
    }

    It 'are not run with settings that mean nothing' {
        $folder = New-Project @{ '001_a.js' = 'exports.up = () => {};' }
        foreach ($bad in "'x'", "@{ Decamelise = `$true }", "@{ Decamelize = 'yes' }", "@{ MemoryLimit = 7 }", "@{ ScriptTimeout = 'soon' }") {
            [IO.File]::WriteAllText((Join-Path $folder 'pgmigrate.psd1'), "@{ JavaScript = $bad }")
            (Get-Failure { Get-Migration $folder }).FullyQualifiedErrorId | Should -BeLike 'InvalidSetting,*'
        }
    }
}
