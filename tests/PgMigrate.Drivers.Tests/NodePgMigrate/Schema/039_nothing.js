exports.up = () => {};
exports.down = () => {};
