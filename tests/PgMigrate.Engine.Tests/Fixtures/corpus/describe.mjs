// Writes what PostgreSQL's own parser sees in the files named on the command line, as JSON: one list a file, of one object a
// statement. Its lines are written the way StatementDescription.cs writes ours.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [packages, ...files] = process.argv.slice(2);
const pg = createRequire(packages + '/')('libpg-query');
await pg.loadModule();

const types = {
  int4: 'integer', int8: 'bigint', int2: 'smallint', bool: 'boolean', float8: 'double precision', float4: 'real', bpchar: 'character', char: 'character',
  varchar: 'character varying', varbit: 'bit varying', timestamp: 'timestamp without time zone', timestamptz: 'timestamp with time zone',
  time: 'time without time zone', timetz: 'time with time zone', serial4: 'serial', serial8: 'bigserial', serial2: 'smallserial',
};
const constraints = {
  CONSTR_NULL: 'Null', CONSTR_NOTNULL: 'NotNull', CONSTR_DEFAULT: 'Default', CONSTR_IDENTITY: 'Identity', CONSTR_CHECK: 'Check', CONSTR_PRIMARY: 'PrimaryKey',
  CONSTR_UNIQUE: 'Unique', CONSTR_EXCLUSION: 'Exclude', CONSTR_FOREIGN: 'ForeignKey',
};
const strings = list => (list ?? []).map(item => item.String?.sval ?? item.List?.items.map(part => part.String?.sval).join('.') ?? '?');
const last2 = parts => parts.slice(-2).join('.');
const range = r => r.schemaname ? `${r.schemaname}.${r.relname}` : r.relname;
const flags = (...pairs) => pairs.filter(([on]) => on).map(([, word]) => ' ' + word).join('');

function typeOf(node) {
  const names = strings(node.names);
  const quoted = names.length === 1 && names[0] === 'char';
  const bare = names[0] === 'pg_catalog' ? names.slice(1) : names;
  const name = bare.length === 1 && !quoted ? types[bare[0]] ?? bare[0] : last2(bare);
  return name + (node.arrayBounds ? '[]' : '');
}

// What stands after a column's type, in order; attributes such as DEFERRABLE belong to the one before.
function columnOf(def) {
  const kinds = (def.constraints ?? []).map(item => item.Constraint).filter(item => !item.contype.startsWith('CONSTR_ATTR_')).map(item =>
    item.contype === 'CONSTR_GENERATED' ? (item.generated_kind === 's' ? 'GeneratedStored' : 'GeneratedVirtual')
    : item.contype === 'CONSTR_FOREIGN' ? `References(${range(item.pktable)})`
    : constraints[item.contype]);
  return `${def.colname} ${def.typeName ? typeOf(def.typeName) : ''}${kinds.map(kind => ' ' + kind).join('')}`;
}

function constraintOf(item) {
  const columns = item.contype === 'CONSTR_FOREIGN' ? strings(item.fk_attrs) : strings(item.keys);
  const shown = ['CONSTR_PRIMARY', 'CONSTR_UNIQUE', 'CONSTR_FOREIGN', 'CONSTR_NOTNULL'].includes(item.contype) ? `(${columns.join(',')})` : '';
  return constraints[item.contype] + shown + (item.conname ? ` named ${item.conname}` : '') + (item.pktable ? ` to ${range(item.pktable)}` : '')
    + (item.indexname ? ` using ${item.indexname}` : '')
    // NOT ENFORCED sets skip_validation as well; it is not NOT VALID.
    + flags([item.skip_validation && (item.is_enforced || item.contype === 'CONSTR_NOTNULL'), 'not valid'], [item.deferrable, 'deferrable']);
}

const actions = {
  AT_ColumnDefault: 'SetDefault', AT_DropNotNull: 'DropNotNull', AT_SetNotNull: 'SetNotNull', AT_DropColumn: 'DropColumn', AT_DropConstraint: 'DropConstraint',
  AT_ValidateConstraint: 'ValidateConstraint', AT_ChangeOwner: 'SetOwner', AT_SetLogged: 'SetLogged', AT_SetUnLogged: 'SetUnlogged', AT_SetTableSpace: 'SetTablespace',
  AT_SetAccessMethod: 'SetAccessMethod', AT_AttachPartition: 'AttachPartition', AT_DetachPartition: 'DetachPartition', AT_DetachPartitionFinalize: 'DetachPartition',
  AT_AddIdentity: 'AddIdentity', AT_EnableRowSecurity: 'RowSecurity', AT_DisableRowSecurity: 'RowSecurity', AT_ForceRowSecurity: 'RowSecurity', AT_NoForceRowSecurity: 'RowSecurity',
  AT_EnableTrig: 'SwitchTrigger', AT_EnableAlwaysTrig: 'SwitchTrigger', AT_EnableReplicaTrig: 'SwitchTrigger', AT_DisableTrig: 'SwitchTrigger', AT_EnableTrigAll: 'SwitchTrigger',
  AT_DisableTrigAll: 'SwitchTrigger', AT_EnableTrigUser: 'SwitchTrigger', AT_DisableTrigUser: 'SwitchTrigger',
  AT_SetRelOptions: 'SetParameter', AT_ResetRelOptions: 'SetParameter', AT_SetStatistics: 'SetParameter', AT_SetOptions: 'SetParameter', AT_ResetOptions: 'SetParameter', AT_ClusterOn: 'SetParameter',
  AT_DropCluster: 'SetParameter',
};
const roleOf = role => role.rolename ?? { ROLESPEC_CURRENT_USER: 'current_user', ROLESPEC_SESSION_USER: 'session_user', ROLESPEC_CURRENT_ROLE: 'current_role', ROLESPEC_PUBLIC: 'public' }[role.roletype];

function actionOf(cmd) {
  const guarded = flags([cmd.missing_ok, 'guarded']);
  const cascade = flags([cmd.behavior === 'DROP_CASCADE', 'cascade']);
  switch (cmd.subtype) {
    case 'AT_AddColumn': return `AddColumn ${columnOf(cmd.def.ColumnDef)}${guarded}`;
    case 'AT_AddConstraint': return `AddConstraint ${constraintOf(cmd.def.Constraint)}`;
    case 'AT_AlterColumnType': return `AlterType ${cmd.name} ${typeOf(cmd.def.ColumnDef.typeName)}${flags([cmd.def.ColumnDef.raw_default, 'using'])}`;
    case 'AT_ColumnDefault': return `${cmd.def ? 'SetDefault' : 'DropDefault'} ${cmd.name}`;
    case 'AT_ChangeOwner': return `SetOwner ${roleOf(cmd.newowner)}`;
    case 'AT_AttachPartition': return `AttachPartition ${range(cmd.def.PartitionCmd.name)}`;
    case 'AT_DetachPartition': return `DetachPartition ${range(cmd.def.PartitionCmd.name)}${flags([cmd.def.PartitionCmd.concurrent, 'concurrent'])}`;
    case 'AT_DetachPartitionFinalize': return `DetachPartition ${range(cmd.def.PartitionCmd.name)} concurrent`;
    case 'AT_DropColumn': case 'AT_DropConstraint': return `${actions[cmd.subtype]} ${cmd.name}${guarded}${cascade}`;
    case 'AT_EnableTrigAll': case 'AT_DisableTrigAll': return 'SwitchTrigger all';
    case 'AT_EnableTrigUser': case 'AT_DisableTrigUser': return 'SwitchTrigger user';
  }
  const kind = actions[cmd.subtype];
  return kind ? `${kind}${cmd.name ? ' ' + cmd.name : ''}` : 'Other';
}

function tableOf(create, more) {
  const elements = create.tableElts ?? [];
  const columns = elements.filter(item => item.ColumnDef).map(item => columnOf(item.ColumnDef));
  const listed = elements.filter(item => item.Constraint).map(item => constraintOf(item.Constraint));
  return `CREATE TABLE ${range(create.relation)}${flags([create.if_not_exists, 'guarded'], [create.relation.relpersistence === 't', 'temporary'], [create.relation.relpersistence === 'u', 'unlogged'],
    [create.partspec, 'partitioned'], [create.partbound, 'partition'], [create.inhRelations && !create.partbound, 'inherits'])}${more}`
    + columns.map(column => `\n  ${column.trim()}`).join('') + listed.map(constraint => `\n  * ${constraint}`).join('');
}

const objects = {
  OBJECT_MATVIEW: 'MATERIALIZED VIEW', OBJECT_TSCONFIGURATION: 'TEXT SEARCH CONFIGURATION', OBJECT_TSDICTIONARY: 'TEXT SEARCH DICTIONARY', OBJECT_TSPARSER: 'TEXT SEARCH PARSER',
  OBJECT_TSTEMPLATE: 'TEXT SEARCH TEMPLATE', OBJECT_OPCLASS: 'OPERATOR CLASS', OBJECT_OPFAMILY: 'OPERATOR FAMILY', OBJECT_FDW: 'FOREIGN DATA WRAPPER', OBJECT_FOREIGN_SERVER: 'SERVER',
  OBJECT_STATISTIC_EXT: 'STATISTICS', OBJECT_FOREIGN_TABLE: 'TABLE', OBJECT_EVENT_TRIGGER: 'EVENT TRIGGER', OBJECT_ACCESS_METHOD: 'ACCESS METHOD', OBJECT_ATTRIBUTE: 'TYPE',
  OBJECT_DOMCONSTRAINT: 'DOMAIN', OBJECT_LARGEOBJECT: 'LARGE OBJECT',
};
const objectOf = type => objects[type] ?? type.replace(/^OBJECT_/, '').replaceAll('_', ' ');
const isTable = type => type === 'OBJECT_TABLE' || type === 'OBJECT_FOREIGN_TABLE';
const droppedName = node => node.String ? node.String.sval : node.List ? last2(strings(node.List.items)) : node.TypeName ? last2(strings(node.TypeName.names).filter(part => part !== 'pg_catalog'))
  : node.ObjectWithArgs ? last2(strings(node.ObjectWithArgs.objname)) : '?';

function dropOf(drop) {
  const type = objectOf(drop.removeType);
  const on = ['TRIGGER', 'POLICY', 'RULE'].includes(type);
  const lists = drop.objects.map(node => on ? strings(node.List.items) : null);
  const odd = ['OPERATOR', 'OPERATOR CLASS', 'OPERATOR FAMILY', 'CAST', 'TRANSFORM', 'AGGREGATE'].includes(type);
  const names = odd ? [] : drop.objects.map((node, at) => on ? lists[at].at(-1) : droppedName(node));
  return `DROP ${type} ${names.join(',')}${on ? ` on ${last2(lists[0].slice(0, -1))}` : ''}${flags([drop.missing_ok, 'guarded'], [drop.concurrent, 'concurrent'], [drop.behavior === 'DROP_CASCADE', 'cascade'])}`;
}

const target = item => item.ResTarget.indirection ? '?' : item.ResTarget.name;
const optionOn = (params, name) => (params ?? []).some(item => item.DefElem.defname === name && !['false', 'off', '0'].includes(item.DefElem.arg?.String?.sval ?? ''));

const creates = {
  ViewStmt: s => `VIEW ${range(s.view)}`, CreateSeqStmt: s => `SEQUENCE ${range(s.sequence)}`, CreateEnumStmt: s => `TYPE ${last2(strings(s.typeName))} enum`,
  CompositeTypeStmt: s => `TYPE ${range(s.typevar)}`, CreateRangeStmt: s => `TYPE ${last2(strings(s.typeName))}`, CreateDomainStmt: s => `DOMAIN ${last2(strings(s.domainname))}`
    + flags([(s.constraints ?? []).some(item => item.Constraint.contype !== 'CONSTR_DEFAULT'), 'constrained']),
  CreateFunctionStmt: s => `${s.is_procedure ? 'PROCEDURE' : 'FUNCTION'} ${last2(strings(s.funcname))}`, CreateTrigStmt: s => `TRIGGER ${s.trigname} on ${range(s.relation)}`,
  CreateEventTrigStmt: s => `EVENT TRIGGER ${s.trigname}`, CreatePolicyStmt: s => `POLICY ${s.policy_name} on ${range(s.table)}`, RuleStmt: s => `RULE ${s.rulename} on ${range(s.relation)}`,
  CreateSchemaStmt: s => `SCHEMA ${s.schemaname ?? roleOf(s.authrole)}`, CreateExtensionStmt: s => `EXTENSION ${s.extname}`,
  CreateRoleStmt: s => `${s.stmt_type.replace('ROLESTMT_', '')} ${s.role}`, CreatedbStmt: s => `DATABASE ${s.dbname}`, CreateTableSpaceStmt: s => `TABLESPACE ${s.tablespacename}`,
  CreateForeignServerStmt: s => `SERVER ${s.servername}`, CreateFdwStmt: s => `FOREIGN DATA WRAPPER ${s.fdwname}`, CreateUserMappingStmt: () => 'USER MAPPING',
  CreateStatsStmt: s => `STATISTICS ${s.defnames ? last2(strings(s.defnames)) : ''}`, CreatePublicationStmt: s => `PUBLICATION ${s.pubname}`, CreateSubscriptionStmt: s => `SUBSCRIPTION ${s.subname}`,
  CreateAmStmt: s => `ACCESS METHOD ${s.amname}`, CreatePLangStmt: s => `LANGUAGE ${s.plname}`, CreateTransformStmt: () => 'TRANSFORM', CreateConversionStmt: s => `CONVERSION ${last2(strings(s.conversion_name))}`,
  CreateCastStmt: () => 'CAST', CreateOpClassStmt: s => `OPERATOR CLASS ${last2(strings(s.opclassname))}`, CreateOpFamilyStmt: s => `OPERATOR FAMILY ${last2(strings(s.opfamilyname))}`,
  DefineStmt: s => s.kind === 'OBJECT_OPERATOR' ? 'OPERATOR' : `${objectOf(s.kind)} ${last2(strings(s.defnames))}`,
};

function describe(stmt) {
  const [tag] = Object.keys(stmt);
  const s = stmt[tag];
  switch (tag) {
    case 'CreateStmt': return tableOf(s, '');
    case 'CreateForeignTableStmt': return tableOf(s.base, ' foreign');
    case 'CreateTableAsStmt':
      return s.is_select_into ? 'opaque' : s.objtype === 'OBJECT_MATVIEW' ? `CREATE MATERIALIZED VIEW ${range(s.into.rel)}${flags([s.if_not_exists, 'guarded'])}`
        : `CREATE TABLE ${range(s.into.rel)}${flags([s.if_not_exists, 'guarded'], [s.into.rel.relpersistence === 't', 'temporary'], [s.into.rel.relpersistence === 'u', 'unlogged'])} from query`;
    case 'IndexStmt': return `CREATE INDEX ${s.idxname ?? '-'} on ${range(s.relation)} (${s.indexParams.map(item => item.IndexElem.name ?? '?').join(',')}) ${s.accessMethod}`
      + flags([s.unique, 'unique'], [s.concurrent, 'concurrent'], [s.if_not_exists, 'guarded'], [s.whereClause, 'partial']);
    case 'AlterTableStmt':
      return isTable(s.objtype) ? `ALTER TABLE ${range(s.relation)}${s.cmds.map(item => '\n  ' + actionOf(item.AlterTableCmd)).join('')}` : `ALTER ${objectOf(s.objtype)}`;
    case 'RenameStmt':
      if (isTable(s.renameType)) return `ALTER TABLE ${range(s.relation)}\n  Rename ${s.newname}`;
      if (s.renameType === 'OBJECT_COLUMN' && isTable(s.relationType)) return `ALTER TABLE ${range(s.relation)}\n  RenameColumn ${s.subname} to ${s.newname}`;
      if (s.renameType === 'OBJECT_TABCONSTRAINT') return `ALTER TABLE ${range(s.relation)}\n  RenameConstraint ${s.subname} to ${s.newname}`;
      return `ALTER ${objectOf(s.renameType === 'OBJECT_COLUMN' ? s.relationType : s.renameType)}`;
    case 'AlterObjectSchemaStmt': return isTable(s.objectType) ? `ALTER TABLE ${range(s.relation)}\n  SetSchema ${s.newschema}` : `ALTER ${objectOf(s.objectType)}`;
    case 'DropStmt': return dropOf(s);
    case 'DropRoleStmt': return `DROP ROLE ${s.roles.map(item => roleOf(item.RoleSpec)).join(',')}${flags([s.missing_ok, 'guarded'])}`;
    case 'DropdbStmt': return `DROP DATABASE ${s.dbname}${flags([s.missing_ok, 'guarded'])}`;
    case 'DropTableSpaceStmt': return `DROP TABLESPACE ${s.tablespacename}${flags([s.missing_ok, 'guarded'])}`;
    case 'DropSubscriptionStmt': return `DROP SUBSCRIPTION ${s.subname}${flags([s.missing_ok, 'guarded'])}`;
    case 'DropUserMappingStmt': return `DROP USER MAPPING${flags([s.missing_ok, 'guarded'])}`;
    case 'TruncateStmt': return `TRUNCATE ${s.relations.map(item => range(item.RangeVar)).join(',')}${flags([s.behavior === 'DROP_CASCADE', 'cascade'])}`;
    case 'InsertStmt': {
      const query = s.selectStmt && !s.selectStmt.SelectStmt.valuesLists;
      return `Insert ${range(s.relation)} (${(s.cols ?? []).map(target).join(',')})${flags([query, 'from query'])}`;
    }
    case 'UpdateStmt': return `Update ${range(s.relation)} (${s.targetList.map(target).join(',')})${flags([s.whereClause, 'where'])}`;
    case 'DeleteStmt': return `Delete ${range(s.relation)} ()${flags([s.whereClause, 'where'])}`;
    case 'MergeStmt': return `Merge ${range(s.relation)} ()`;
    case 'CopyStmt': return s.is_from ? `Copy ${range(s.relation)} (${strings(s.attlist).join(',')})` : 'opaque';
    case 'VariableSetStmt': return s.kind === 'VAR_SET_MULTI' ? 'opaque' : `SET ${s.name?.toLowerCase() ?? 'all'}${flags([s.is_local, 'local'], [s.kind.startsWith('VAR_RESET'), 'reset'])}`;
    case 'TransactionStmt': return s.kind === 'TRANS_STMT_COMMIT_PREPARED' || s.kind === 'TRANS_STMT_ROLLBACK_PREPARED' ? 'opaque' : `transaction ${{
      TRANS_STMT_BEGIN: 'Begin', TRANS_STMT_START: 'Begin', TRANS_STMT_COMMIT: 'Commit', TRANS_STMT_ROLLBACK: 'Rollback', TRANS_STMT_PREPARE: 'PrepareTransaction' }[s.kind] ?? 'Savepoint'}`;
    case 'VacuumStmt': return s.is_vacuumcmd ? `maintain VACUUM ${s.rels ? range(s.rels[0].VacuumRelation.relation) : '-'}${flags([optionOn(s.options, 'full'), 'full'])}` : 'opaque';
    case 'ClusterStmt': return `maintain CLUSTER ${s.relation ? range(s.relation) : '-'}`;
    case 'ReindexStmt': return `maintain REINDEX ${s.relation ? range(s.relation) : s.name ?? '-'}${flags([optionOn(s.params, 'concurrently'), 'concurrent'])}`;
    case 'RefreshMatViewStmt': return `maintain REFRESH MATERIALIZED VIEW ${range(s.relation)}${flags([s.concurrent, 'concurrent'])}`;
    case 'LockStmt': return `LOCK ${s.relations.map(item => range(item.RangeVar)).join(',')} ${['', 'ACCESS SHARE', 'ROW SHARE', 'ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'][s.mode]}`;
    case 'DoStmt': return `DO ${s.args.find(item => item.DefElem.defname === 'language')?.DefElem.arg.String.sval ?? 'plpgsql'}`;
    case 'GrantStmt': return `${s.is_grant ? 'GRANT' : 'REVOKE'}${flags([s.grantees.some(item => item.RoleSpec.roletype === 'ROLESPEC_PUBLIC'), 'public'])}`;
    case 'GrantRoleStmt': return s.is_grant ? 'GRANT' : 'REVOKE';
  }
  if (creates[tag]) return `CREATE ${creates[tag](s)}`.trimEnd() + flags([s.if_not_exists, 'guarded']);
  const alter = {
    AlterOwnerStmt: () => objectOf(s.objectType), AlterTypeStmt: () => 'TYPE', AlterEnumStmt: () => 'TYPE', AlterDomainStmt: () => 'DOMAIN', AlterSeqStmt: () => 'SEQUENCE', AlterFunctionStmt: () => objectOf(s.objtype),
    AlterObjectDependsStmt: () => objectOf(s.objectType), AlterEventTrigStmt: () => 'EVENT TRIGGER', AlterPolicyStmt: () => 'POLICY', AlterExtensionStmt: () => 'EXTENSION', AlterExtensionContentsStmt: () => 'EXTENSION',
    AlterRoleStmt: () => 'ROLE', AlterRoleSetStmt: () => 'ROLE', AlterDatabaseStmt: () => 'DATABASE', AlterDatabaseSetStmt: () => 'DATABASE', AlterDatabaseRefreshCollStmt: () => 'DATABASE', AlterForeignServerStmt: () => 'SERVER',
    AlterUserMappingStmt: () => 'USER MAPPING', AlterCollationStmt: () => 'COLLATION', AlterStatsStmt: () => 'STATISTICS', AlterPublicationStmt: () => 'PUBLICATION', AlterSubscriptionStmt: () => 'SUBSCRIPTION',
    AlterTSConfigurationStmt: () => 'TEXT SEARCH CONFIGURATION', AlterTSDictionaryStmt: () => 'TEXT SEARCH DICTIONARY', AlterDefaultPrivilegesStmt: () => 'DEFAULT PRIVILEGES', AlterSystemStmt: () => 'SYSTEM',
    AlterTableMoveAllStmt: () => objectOf(s.objtype), AlterOperatorStmt: () => 'OPERATOR', AlterFdwStmt: () => 'FOREIGN DATA WRAPPER', AlterTableSpaceOptionsStmt: () => 'TABLESPACE',
  }[tag];
  return alter ? `ALTER ${alter()}` : 'opaque';
}

// Offsets in UTF-16 code units for offsets in UTF-8 bytes.
function offsets(text) {
  const map = new Map();
  let bytes = 0;
  for (let at = 0; at < text.length;) {
    map.set(bytes, at);
    const point = text.codePointAt(at);
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    at += point > 0xffff ? 2 : 1;
  }
  map.set(bytes, text.length);
  return map;
}

const result = files.map(file => {
  const text = readFileSync(file, 'utf8');
  const map = offsets(text);
  const tokens = pg.scanSync(text).tokens.filter(token => token.tokenName !== 'SQL_COMMENT' && token.tokenName !== 'C_COMMENT');
  return pg.parseSync(text).stmts.map(raw => {
    const from = raw.stmt_location ?? 0;
    const to = raw.stmt_len ? from + raw.stmt_len : Infinity;
    const own = tokens.filter(token => token.start >= from && token.end <= to);
    // Without a length, the last statement ends with the text: its own semicolon is no part of it.
    return { start: map.get(own[0].start), end: map.get(own.at(-1).end), tag: Object.keys(raw.stmt)[0], text: describe(raw.stmt) };
  });
});
process.stdout.write(JSON.stringify(result));
