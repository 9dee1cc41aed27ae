BeforeAll {
    . "$PSScriptRoot/common.ps1"

    # In a process of its own, as a step of a pipeline is: nothing but files and environment says where to.
    function Invoke-Step {
        param([string] $Root, [hashtable] $Environment, [string] $Command)
        foreach ($name in $Environment.Keys) {
            Set-Item "Env:$name" $Environment[$name]
        }
        try {
            pwsh -NoProfile -NonInteractive -Command "Import-Module '$ModulePath'; Set-Location '$Root'; $Command"
        }
        finally {
            foreach ($name in $Environment.Keys) {
                Remove-Item "Env:$name"
            }
        }
    }
}

Describe 'settings of an Aurora database' {
    It 'rehearse on the stand-in that the environment names, which is kept for the commands after it' {
        $root = New-TestFolder @{ '0001_a.sql' = 'CREATE TABLE a (id int PRIMARY KEY);'; '0002_b.sql' = 'CREATE INDEX ASYNC a_id ON a (id);' }
        $output = Invoke-Step $root @{ PGMIGRATE_SANDBOX = 'AuroraDsql' } '(Invoke-Migration -Path .).Status; (Get-MigrationLog).FileName; (Invoke-Migration -Path .).Count'
        $output | Should -Be 'Applied', 'Applied', '0001_a.sql', '0002_b.sql', '0'
    }

    Context 'over the RDS Data API' {
        BeforeAll {
            $connection = Connect-MigrationDatabase -Sandbox RdsDataApi
            $emulator = $connection.GetType().GetField('_sandbox', 'NonPublic,Instance').GetValue($connection)
            $account = @{
                AWS_ACCESS_KEY_ID     = $emulator.Options.AccessKeyId
                AWS_SECRET_ACCESS_KEY = $emulator.Options.SecretAccessKey
                PGMIGRATE_SERVICE_URL = "$($emulator.Endpoint)"
            }
        }

        AfterAll {
            Disconnect-MigrationDatabase $connection
        }

        It 'come from the environment' {
            $root = New-TestFolder @{ '0001_first.sql' = 'CREATE TABLE first (id int);' }
            $output = Invoke-Step $root ($account + @{
                    PGMIGRATE_RESOURCE_ARN = $emulator.Options.ResourceArn
                    PGMIGRATE_SECRET_ARN   = $emulator.Options.SecretArn
                    PGMIGRATE_DATABASE     = $emulator.Options.Database
                    PGMIGRATE_REGION       = $emulator.Options.Region
                }) '(Invoke-Migration -Path .).Status; (Get-MigrationLog).FileName'
            $output | Should -Be 'Applied', '0001_first.sql'
        }

        It 'come from the file, and what the environment adds is joined to them' {
            $root = New-TestFolder @{
                'pgmigrate.psd1'  = "@{ ResourceArn = '$($emulator.Options.ResourceArn)'; Database = '$($emulator.Options.Database)'; Region = '$($emulator.Options.Region)'; HistoryTable = 'other_log' }"
                '0001_second.sql' = 'CREATE TABLE second (id int);'
            }
            $output = Invoke-Step $root ($account + @{ PGMIGRATE_SECRET_ARN = $emulator.Options.SecretArn }) '(Invoke-Migration -Path .).Status; (Connect-MigrationDatabase).Target'
            $output | Should -Be 'Applied', 'RdsDataApi'
        }
    }

    It 'of the environment put those of the file aside as a whole' {
        $root = New-TestFolder @{
            'pgmigrate.psd1' = "@{ ConnectionString = 'Host=nowhere.invalid'; Database = 'nowhere' }"
            '0001_a.sql'     = 'CREATE TABLE a (id int PRIMARY KEY);'
        }
        Invoke-Step $root @{ PGMIGRATE_SANDBOX = 'PostgreSql'; PGMIGRATE_DATABASE = 'shop' } '(Invoke-Migration -Path .).Status; (Connect-MigrationDatabase).Database' |
            Should -Be 'Applied', 'shop'
    }

    It 'that name two databases in one place are refused' {
        $root = New-TestFolder @{ 'pgmigrate.psd1' = "@{ DsqlEndpoint = 'x'; ConnectionString = 'y' }"; '0001_a.sql' = 'SELECT 1;' }
        $failure = Get-Failure { Get-Migration $root }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidSetting,*'
        $failure.Exception.Message | Should -Match 'DsqlEndpoint names a database, and so does ConnectionString'

        $env:PGMIGRATE_DSQL_ENDPOINT = 'x'
        $env:PGMIGRATE_RESOURCE_ARN = 'y'
        try {
            (Get-Failure { Get-Migration (New-TestFolder @{ '0001_a.sql' = 'SELECT 1;' }) }).Exception.Message | Should -Match 'PGMIGRATE_RESOURCE_ARN names a database, and so does PGMIGRATE_DSQL_ENDPOINT'
        }
        finally {
            Remove-Item Env:PGMIGRATE_DSQL_ENDPOINT, Env:PGMIGRATE_RESOURCE_ARN
        }
    }

    It 'with a part missing or wrong are refused' {
        (Get-Failure { Get-Migration (New-TestFolder @{ 'pgmigrate.psd1' = "@{ ResourceArn = 'arn:aws:rds:eu-west-1:123456789012:cluster:c' }" }) }).Exception.Message | Should -Match 'SecretArn is missing'
        (Get-Failure { Get-Migration (New-TestFolder @{ 'pgmigrate.psd1' = "@{ Sandbox = 'Oracle' }" }) }).Exception.Message | Should -Match "Sandbox is 'Oracle'"
        (Get-Failure { Get-Migration (New-TestFolder @{ 'pgmigrate.psd1' = "@{ Sandbox = 'PostgreSql'; ServiceUrl = 'here' }" }) }).Exception.Message | Should -Match 'no absolute address'
    }

    It 'tell the linter its target when nothing else does' {
        $root = New-TestFolder @{ 'pgmigrate.psd1' = "@{ DsqlEndpoint = 'abcdefghijklmnopqrstuvwxyz.dsql.eu-west-1.on.aws' }"; '0001_a.sql' = 'CREATE TABLE a (id serial PRIMARY KEY);' }
        Invoke-Step $root @{} '(Test-MigrationSql .).Diagnostics.RuleId -contains "dsql-serial-type"' | Should -Be 'True'
    }
}
