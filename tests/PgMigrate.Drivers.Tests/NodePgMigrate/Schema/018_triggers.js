exports.up = (pgm) => {
  pgm.createFunction('touch', [], { returns: 'trigger', language: 'plpgsql' }, 'BEGIN NEW.created = now(); RETURN NEW; END');
  pgm.createTrigger('users', 'touch_users', { when: 'BEFORE', operation: ['INSERT', 'UPDATE'], function: 'touch', level: 'ROW', condition: 'NEW.rank > 1' });
  pgm.createTrigger({ schema: 'app', name: 'orders' }, 'own_function', { when: 'AFTER', operation: 'DELETE', language: 'plpgsql', level: 'STATEMENT' }, 'BEGIN RETURN NULL; END');
  pgm.createTrigger('users', 'checked', { operation: 'UPDATE OF rank', constraint: true, function: 'touch', functionParams: ['a', 1, true], level: 'ROW', deferrable: true, deferred: true });
  pgm.createTrigger('users', 'gone', { when: 'AFTER', operation: 'TRUNCATE', function: 'touch' });
  pgm.dropTrigger('users', 'gone', { ifExists: true, cascade: true });
  pgm.renameTrigger('users', 'touch_users', 'touch_on_write');
};
