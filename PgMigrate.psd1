@{
    RootModule           = 'PgMigrate.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '7c1d3c53-6d0e-4d0c-9a35-0a0f6a1b7e52'
    Author               = 'The PgMigrate authors'
    CompanyName          = 'The PgMigrate authors'
    Copyright            = '(c) The PgMigrate authors. MIT licence.'
    Description          = 'Writes, checks, applies, logs, baselines and undoes plain-SQL migrations on PostgreSQL, Aurora PostgreSQL (RDS Data API) and Aurora DSQL.'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.4'
    FormatsToProcess     = @('PgMigrate.Format.ps1xml')
    TypesToProcess       = @('PgMigrate.Types.ps1xml')
    CmdletsToExport      = @(
        'Compare-MigrationHistory'
        'Connect-MigrationDatabase'
        'ConvertTo-Migration'
        'Disconnect-MigrationDatabase'
        'Get-Migration'
        'Get-MigrationLog'
        'Invoke-Migration'
        'New-Migration'
        'Repair-MigrationLog'
        'Set-MigrationBaseline'
        'Test-MigrationSql'
        'Undo-Migration'
        'Unlock-Migration'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        # Address of the folder on the web that holds docs/rules. Where it is empty, findings point at the pages in this module.
        DocumentationUri = ''
        PSData = @{
            Tags         = @('PostgreSQL', 'Aurora', 'DSQL', 'RDS', 'migration', 'database', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
