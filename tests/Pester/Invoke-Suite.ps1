# Runs the test files of this folder and writes one JSON object for each test. Started by tests/PgMigrate.Tests; by hand:
#   pwsh tests/Pester/Invoke-Suite.ps1            everything
#   pwsh tests/Pester/Invoke-Suite.ps1 -Name Get* some files
param(
    [string] $Name = '*',
    [string] $ResultPath
)

Import-Module Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = @(Get-ChildItem $PSScriptRoot -Filter "$Name.Tests.ps1" | ForEach-Object FullName)
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = $ResultPath ? 'None' : 'Detailed'
$run = Invoke-Pester -Configuration $configuration

if ($ResultPath) {
    $tests = foreach ($test in $run.Tests) {
        [ordered]@{
            file   = [IO.Path]::GetFileName($test.ScriptBlock.File)
            name   = $test.Name
            result = [string]$test.Result
            error  = ($test.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n"
        }
    }

    # A file that cannot be run has no tests; what stopped it is told for all of its tests.
    $broken = foreach ($container in $run.Containers.Where({ $_.Result -eq 'Failed' })) {
        [ordered]@{
            file   = [IO.Path]::GetFileName($container.Item.FullName)
            name   = ''
            result = 'Failed'
            error  = ($container.ErrorRecord | ForEach-Object { "$_" }) -join "`n"
        }
    }
    ConvertTo-Json @($tests; $broken) -Depth 3 | Set-Content -LiteralPath $ResultPath
}

if (-not $ResultPath) {
    exit $run.FailedCount
}
