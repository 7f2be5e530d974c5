import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Frame, Kernel, signed } from "./client";

const timeout = 300_000;
const deep = 10_000;
const json = JSON.stringify;

/** Each is no JSON object that a request may have as its header or content. */
const noObjects: Record<string, Frame> = {
  nothing: "",
  blank: " \n",
  null: "null",
  true: "true",
  "a number": "3",
  "a text": '"execute_request"',
  "an array": "[{}]",
  "an open brace": "{",
  "a value less": '{"code":}',
  "a comma more": '{"code":"1",}',
  NaN: '{"code":NaN}',
  "two objects": "{}{}",
  "words of Python": "{'code': None}",
  "a NUL": '{"code":"\u0000"}',
  "not UTF-8": Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  "half a character": Buffer.concat([Buffer.from('{"code":"'), Buffer.from("🎉").subarray(0, 2), Buffer.from('"}')]),
  "UTF-16": Buffer.from('{"code":"1"}', "utf16le"),
  random: Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 7919) % 256)),
  "deep arrays": `{"code":${"[".repeat(deep)}${"]".repeat(deep)}}`,
  "deep objects": `${'{"code":'.repeat(deep)}1${"}".repeat(deep)}`,
  "a million open": "[".repeat(1e6),
};

const values = { null: null, number: 3.5, text: "x", boolean: true, array: [1], object: { a: 1 } };

/** What each type of request must or may say, and how a value may be wrong. */
const fields: Record<string, Record<string, readonly (keyof typeof values | "missing")[]>> = {
  execute_request: {
    code: ["missing", "null", "number", "boolean", "array", "object"],
    silent: ["number", "text", "array", "object"],
    store_history: ["number", "text", "array", "object"],
    stop_on_error: ["number", "text", "array", "object"],
    allow_stdin: ["number", "text", "array", "object"],
    user_expressions: ["number", "text", "boolean", "array"],
  },
  complete_request: {
    code: ["missing", "null", "number", "boolean", "array", "object"],
    cursor_pos: ["missing", "null", "text", "boolean", "array", "object"],
  },
  inspect_request: {
    code: ["missing", "null", "number", "boolean", "array", "object"],
    cursor_pos: ["missing", "null", "text", "boolean", "array", "object"],
  },
  is_complete_request: { code: ["missing", "null", "number", "boolean", "array", "object"] },
  history_request: {
    hist_access_type: ["missing", "null", "number", "array"],
    n: ["text", "array", "object", "boolean"],
    start: ["text", "array", "object", "boolean"],
    pattern: ["number", "array", "object", "boolean"],
  },
  shutdown_request: { restart: ["number", "text", "array", "object"] },
};
const whole = { code: "1", cursor_pos: 1, hist_access_type: "tail" };

interface Sent {
  readonly name: string;
  readonly frames: (id: string) => readonly Frame[];
  /** An answer to it; an answer that cannot say to what; or none: nobody who knows the key has sent it. */
  readonly expected: "error" | "unnamed error" | "silence";
}

function* messages(): Iterable<Sent> {
  const header = (id: string, type = "execute_request") => json({ msg_id: id, msg_type: type, username: "test" });
  for (const [name, part] of Object.entries(noObjects)) {
    yield { name: `content: ${name}`, expected: "error", frames: (id) => signed([header(id), "{}", "{}", part]) };
    yield { name: `header: ${name}`, expected: "unnamed error", frames: () => signed([part, "{}", "{}", "{}"]) };
    yield { name: `unsigned content: ${name}`, expected: "silence", frames: (id) => unsigned(header(id), part) };
    yield { name: `unsigned header: ${name}`, expected: "silence", frames: () => unsigned(part, "{}") };
  }
  for (const name of ["msg_id", "msg_type"]) {
    for (const [kind, value] of Object.entries({ ...values, missing: undefined, text: "" })) {
      const broken = json({ msg_id: "m", msg_type: "execute_request", [name]: value });
      const frames = () => signed([broken, "{}", "{}", json(whole)]);
      yield { name: `${name}: ${kind}`, expected: "unnamed error", frames };
    }
  }
  for (const [type, kinds] of Object.entries(fields)) {
    for (const [name, wrong] of Object.entries(kinds)) {
      for (const kind of wrong) {
        const content = json({ ...whole, [name]: kind === "missing" ? undefined : values[kind] });
        const frames = (id: string) => signed([header(id, type), "{}", "{}", content]);
        yield { name: `${type}: ${name}: ${kind}`, expected: "error", frames };
      }
    }
  }
  for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty", "no_such", "x".repeat(1e5)]) {
    const frames = (id: string) => signed([header(id, `${name}_request`), "{}", "{}", json(whole)]);
    yield { name: `${name.slice(0, 20)}_request`, expected: "error", frames };
  }
  const parts = (id: string) => [header(id), "{}", "{}", json({ code: 'console.log("forged")' })];
  for (const count of [0, 1, 2, 3]) {
    const frames = (id: string) => signed(parts(id).slice(0, count));
    yield { name: `${count} parts`, expected: "unnamed error", frames };
  }
  const signatures = ["", "0", "f".repeat(64), "é".repeat(32), "f".repeat(1e6), "null"];
  const forged: Record<string, (id: string) => readonly Frame[]> = {
    "no frame but the delimiter": () => ["<IDS|MSG>"],
    "no delimiter": (id) => signed(parts(id)).slice(1),
    "empty frames": () => ["", "", "", "", "", ""],
    "one empty frame": () => [""],
    "a thousand frames": () => Array(1000).fill("x"),
    "another key": (id) => signed(parts(id), "another key"),
    "the signature of another": (id) => [...signed(parts("other")).slice(0, 2), ...parts(id)],
    "a signature in capitals": (id) =>
      signed(parts(id)).map((frame, i) => (i === 1 ? `${frame}`.toUpperCase() : frame)),
    "parts in another order": (id) => [...signed(parts(id)).slice(0, 2), ...parts(id).reverse()],
    ...Object.fromEntries(signatures.map((given, i) => [`signature ${i}`, (id) => ["<IDS|MSG>", given, ...parts(id)]])),
  };
  for (const [name, frames] of Object.entries(forged)) yield { name, frames, expected: "silence" };
  const huge = json({ code: `"${"x".repeat(20e6)}"` });
  yield { name: "20 MB", expected: "error", frames: (id) => signed([header(id), "{}", "{}", huge]) };
}

const unsigned = (...[header, content]: Frame[]): Frame[] => ["<IDS|MSG>", "0".repeat(64), header, "{}", "{}", content];

/** The same at every run. */
function random(seed: number): Buffer {
  const pieces = Array.from({ length: 200 }, (_, i) => createHash("sha256").update(`${seed} ${i}`).digest());
  return Buffer.concat(pieces);
}

/** Writes, waits until it has been taken, and goes. */
async function toPort(port: number, bytes: Buffer): Promise<void> {
  const socket = connect(port, "127.0.0.1")
    .on("error", () => {})
    .resume();
  socket.write(bytes);
  await Promise.race([new Promise((closed) => socket.once("close", closed)), sleep(100)]);
  socket.destroy();
}

describe("what is no request is answered with what is wrong, and the next one is answered", { timeout }, () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
    await kernel.run("1");
  });
  after(() => kernel.end());

  const all = [...messages()];
  for (const channel of ["shell", "control"] as const) {
    test(`on the ${channel} channel`, async () => {
      assert.ok(all.length >= 200, `${all.length} messages`);
      for (const [i, { name, frames, expected }] of all.entries()) {
        const id = `${channel} ${i}`;
        const answered = kernel.replies.length;
        kernel.sendFrames(channel, frames(id));
        const { reply } = await kernel.ask("kernel_info_request", {}, channel);
        assert.equal(reply.status, "ok", `after ${name}`);
        const [answer, ...others] = kernel.replies.slice(answered, -1);
        assert.deepEqual(others, [], name);
        const named = answer?.parent === id ? "error" : "unnamed error";
        assert.equal(answer ? named : "silence", expected, name);
        const states = kernel.published(id).map(({ content }) => content.execution_state);
        assert.deepEqual(states, expected === "error" ? ["busy", "idle"] : [], name);
        if (!answer) continue;
        assert.equal(answer.content.status, "error", name);
        // A sentence that says what was expected.
        assert.match(answer.content.evalue, /expected|nested more than \d+ deep/, name);
        assert.match(answer.content.traceback.join(), /^\S*RequestError\S*: /, name);
      }
      assert.equal((await kernel.run("6 * 7")).reply.status, "ok");
    });
  }

  test("and what is not read may be anything, and null is nothing", async () => {
    for (const [i, part] of Object.values(noObjects).entries()) {
      const header = json({ msg_id: `${i}`, msg_type: "kernel_info_request" });
      kernel.sendFrames("shell", [...signed([header, part, part, "{}"]), "a buffer"]);
    }
    const before = kernel.replies.length;
    await kernel.run("1", { silent: null, allow_stdin: null, user_expressions: null });
    const statuses = kernel.replies.slice(before).map(({ content }) => content.status);
    assert.deepEqual(statuses, [...Object.keys(noObjects), "the cell"].fill("ok"));
  });

  test("bytes that are no message at all are none, on every port", async () => {
    const header = Buffer.from(`ff00000000000000017f03004e554c4c${"00".repeat(48)}`, "hex");
    const bytes = [
      Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
      Buffer.alloc(100, 0xff),
      Buffer.concat([header, Buffer.alloc(9, 0x7f)]),
      ...[1, 2, 3, 4, 5].map(random),
    ];
    for (const port of kernel.ports) for (const wrong of bytes) await toPort(port, wrong);
    assert.equal((await kernel.run("6 * 7")).reply.status, "ok");
  });

  test("a pattern for the history that matches in many ways is answered", async () => {
    await kernel.run(`"${"a".repeat(10_000)}"`);
    for (const [pattern, found] of [
      [`${"*a".repeat(200)}*b`, 0],
      [`${"*a".repeat(200)}*`, 1],
      ['"a?*"', 1],
      ["*".repeat(1e5), undefined],
    ]) {
      const { reply } = await kernel.ask("history_request", { hist_access_type: "search", pattern, unique: true });
      if (found !== undefined) assert.equal(reply.history.length, found);
      else assert.ok(reply.history.length > 1);
    }
  });
});
