import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { before, describe, test } from "node:test";
import vm from "node:vm";
import { projectRoot } from "../../lib/core/project";
import { python, without } from "./python";

const source = `// head
const url = "http://x/y"; // where
const equal = 'a=b;';
const f: (x: number) => number = (x) => x;
let n: number = 5 // no semicolon
const map: Record<string, number> = { "a;b": 1, c: 2 }; // keys
const list = [1, .5, // first
  -3e2];
const texts = ["a", 'b,]'], mixed = [1, "a"], nested = [[1], [2]];
var template = \`\${1} // no; comment\`; /* block */
export const big = 12n, nothing = null, yes = true, far = -Infinity;
const { a, b } = { a: 1, b: 2 };
let later: string;
const choice: "a" | "b" = "a";
const test = url === equal ? 1 : 2; // which
if (n > 3) { const inner = 1; }
const below =
  7;
const sum = 1 +
  2;
function g(x = 3) { return x; }
const last = 0x1f`;

const declared = [
  ["url", "string", '"http://x/y"', "where"],
  ["equal", "string", "'a=b;'", ""],
  ["f", "(x: number) => number", "(x) => x", ""],
  ["n", "number", "5", "no semicolon"],
  ["map", "Record<string, number>", '{ "a;b": 1, c: 2 }', "keys"],
  ["list", "number[]", "[1, .5, -3e2]", "first"],
  ["texts", "string[]", `["a", 'b,]']`, ""],
  ["mixed", "None", '[1, "a"]', ""],
  ["nested", "number[][]", "[[1], [2]]", ""],
  ["template", "string", `\`\${1} // no; comment\``, "block"],
  ["big", "bigint", "12n", ""],
  ["nothing", "NoneType", "null", ""],
  ["yes", "boolean", "true", ""],
  ["far", "number", "-Infinity", ""],
  ["choice", '"a" | "b"', '"a"', ""],
  ["test", "None", "url === equal ? 1 : 2", "which"],
  ["below", "number", "7", ""],
  ["sum", "None", "1 + 2", ""],
  ["last", "number", "0x1f", ""],
];

interface Told {
  readonly values: readonly { readonly code: string; readonly expected: unknown }[];
  readonly names: Readonly<Record<string, boolean>>;
  readonly declared: unknown;
  readonly read: readonly unknown[];
}

describe("papermill's parameters", { skip: without("papermill") }, () => {
  let told: Told;
  before(() => {
    const file = path.join(projectRoot, "test", "kernel", "parameters.py");
    const { stdout, stderr } = spawnSync(python, ["-B", file], { input: source, encoding: "utf8", maxBuffer: 1e9 });
    assert.ok(stdout, stderr);
    told = JSON.parse(stdout);
  });

  test("every value is in TypeScript what it is in Python, to the last bit", () => {
    assert.ok(told.values.length > 300);
    for (const { code, expected } of told.values) {
      assert.deepEqual(described(vm.runInThisContext(`(() => { ${code} return value; })()`)), expected, code);
    }
  });

  test("a name that TypeScript has no constant of is refused", () => {
    const allowed = Object.entries(told.names).flatMap(([name, good]) => (good ? [name] : []));
    assert.deepEqual(allowed, ["a", "hiddenSize", "_x", "$y", "é"]);
    for (const name of Object.keys(told.names)) {
      const compiles = (() => {
        try {
          return Boolean(new vm.Script(`async () => { "use strict"; const ${name} = 1; }`));
        } catch {
          return false;
        }
      })();
      assert.ok(compiles || !allowed.includes(name), name);
    }
  });

  test("a cell's declarations are listed, whatever their texts, types and values hold", () => {
    assert.deepEqual(told.declared, declared);
  });

  test("and what was written is read as what was written", () => {
    for (const [i, { code }] of told.values.entries()) {
      assert.deepEqual(told.read[i], [["value", code.slice("const value = ".length, -1).trim()]]);
    }
  });
});

/** As parameters.py describes it. */
function described(value: unknown): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return `text ${Buffer.from(value, "utf16le").swap16().toString("hex")}`;
  if (typeof value === "bigint") return `whole ${value}`;
  if (typeof value === "number") return `number ${Number.isNaN(value) ? "NaN" : bits(value)}`;
  if (Array.isArray(value)) return value.map(described);
  const pairs = Object.entries(value as object).map((pair) => pair.map(described));
  return { pairs: pairs.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
}

function bits(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString("hex");
}
