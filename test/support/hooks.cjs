// Tests run in two processes, and what a failed one found and expected crosses between them as JSON, which has no bigint: without this, a
// failure would be reported as "Do not know how to serialize a BigInt" and nothing else.
const { inspect } = require("node:util");

const crossable = (value) => {
  try {
    JSON.stringify(value);
    return value;
  } catch {
    return inspect(value, { depth: 5 });
  }
};

exports.mochaHooks = {
  afterEach() {
    const error = this.currentTest?.err;
    if (error === undefined) return;
    for (const key of Object.getOwnPropertyNames(error)) error[key] = crossable(error[key]);
  },
};
