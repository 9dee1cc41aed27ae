exports.up = (pgm) => {
  pgm.createFunction('to_mood', ['int'], { returns: 'mood', language: 'sql', behavior: 'IMMUTABLE' }, "SELECT 'fine'::mood");
  pgm.createCast('int', 'mood', { functionName: 'to_mood', argumentTypes: ['int'], as: 'ASSIGNMENT' });
  pgm.createCast('mood', 'citext', { inout: true });
  pgm.dropCast('mood', 'citext', { ifExists: true });
};
