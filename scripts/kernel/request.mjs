// @ts-check
// What a request must be before anything reads it: whoever may speak to the kernel may still say it wrong, and is told.

/**
 * @typedef {Record<string, any>} Content
 * @typedef {{ msg_id: string, msg_type: string, username?: string, date?: string }} Header
 * @typedef {{ header: Header, content: Content, complaint?: string }} Said with a complaint, what is wrong with it
 */

/** Deeper than any front end nests; what is much deeper can be read, but not passed on. */
const DEEPEST = 100;
/** More than any cell: the compiler takes five hundred times as much memory, and what it does not get ends the kernel. */
const LARGEST = 5e6; // bytes

/** What is read of a content; with "?", what may be missing or null. @type {Record<string, Record<string, string>>} */
const fields = {
  execute_request: {
    code: "string",
    silent: "boolean?",
    store_history: "boolean?",
    stop_on_error: "boolean?",
    allow_stdin: "boolean?",
    user_expressions: "object?",
  },
  complete_request: { code: "string", cursor_pos: "number" },
  inspect_request: { code: "string", cursor_pos: "number" },
  is_complete_request: { code: "string" },
  history_request: {
    hist_access_type: "string",
    output: "boolean?",
    n: "number?",
    start: "number?",
    stop: "number?",
    pattern: "string?",
    unique: "boolean?",
  },
  shutdown_request: { restart: "boolean?" },
  input_reply: { value: "string" },
  comm_open: { comm_id: "string", target_name: "string?", data: "object?" },
  comm_msg: { comm_id: "string", data: "object?" },
  comm_close: { comm_id: "string" },
};

/** A complaint that is on its way to who asked. */
class Malformed extends Error {}

/** @param {Uint8Array[]} parts header, parent, metadata, content; the second and third are not read @returns {Said} */
export function readRequest(parts) {
  // Until it can be read, the answer cannot say to what.
  let header = { msg_id: "", msg_type: "" };
  try {
    if (parts.length < 4) throw new Malformed(`four parts expected, got ${parts.length}`);
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    header = named(object(parts[0], "header"));
    const [most, got] = [LARGEST, size].map((bytes) => `${(bytes / 1e6).toFixed(1)} MB`);
    if (size > LARGEST) throw new Malformed(`at most ${most} expected, got ${got}; a long text belongs in a file`);
    return { header, content: checked(object(parts[3], "content"), header.msg_type) };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { header, content: {}, complaint: error.message };
  }
}

/** @param {Uint8Array} part @param {string} name @returns {Content} */
function object(part, name) {
  const value = parsed(part, name);
  if (kind(value) !== "object") throw new Malformed(`${name}: an object expected, got ${kind(value)}`);
  if (deeper(value, DEEPEST)) throw new Malformed(`${name}: nested more than ${DEEPEST} deep`);
  return value;
}

/** @param {Uint8Array} part @param {string} name */
function parsed(part, name) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(part));
  } catch (error) {
    const what = error instanceof SyntaxError ? "JSON" : "UTF-8";
    throw new Malformed(`${name}: ${what} expected (${/** @type {Error} */ (error).message})`);
  }
}

/** @param {Content} header @returns {any} */
function named(header) {
  for (const name of ["msg_id", "msg_type"]) {
    if (typeof header[name] !== "string" || !header[name]) throw new Malformed(`header: ${name} expected, a string`);
  }
  return header;
}

/** Less what is null: front ends say so, or say nothing. @param {Content} content @param {string} type */
function checked(content, type) {
  const expected = Object.hasOwn(fields, type) ? fields[type] : {};
  for (const [name, what] of Object.entries(expected)) {
    const [wanted, got] = [what.replace("?", ""), kind(content[name])];
    const mayLack = what.endsWith("?") && (got === "null" || got === "undefined");
    if (got !== wanted && !mayLack) throw new Malformed(`${type}: ${name}: ${wanted} expected, got ${got}`);
  }
  return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null));
}

/** @param {unknown} value */
const kind = (value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

/** @param {unknown} value @param {number} depth @returns {boolean} */
function deeper(value, depth) {
  if (typeof value !== "object" || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => deeper(inner, depth - 1));
}
