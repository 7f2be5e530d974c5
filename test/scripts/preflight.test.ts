import assert from "node:assert/strict";
import { before, test } from "node:test";
import { importScript } from "./project.js";

const good = {
  node: "20.19.0",
  platform: "linux",
  python: { version: [3, 10], hasVenv: true },
  compiler: "c++",
  disk: { needed: 2700, free: 2700 },
};

let complaints: (facts: object) => string[];
before(async () => {
  ({ complaints } = await importScript("setup", "preflight.mjs"));
});

test("a machine that has everything is not complained about", () => {
  for (const node of ["20.19.0", "20.20.2", "22.13.0", "22.21.0", "24.0.0", "26.10.0"])
    assert.deepEqual(complaints({ ...good, node, compiler: null, python: null }), []);
  assert.deepEqual(complaints(good), []);
});

const lacking: [string, object, RegExp][] = [
  ["an old Node", { node: "20.18.1" }, /Node 20\.18\.1 is too old: use Node 24/],
  ["an old Node 22", { node: "22.12.0" }, /Node 22\.12\.0 is too old: use Node 24/],
  ["a Node between", { node: "23.11.1" }, /Node 23\.11\.1 is too old: use Node 24/],
  ["Windows", { platform: "win32" }, /WSL/],
  ["no Python", { python: "missing" }, /apt install python3-venv/],
  ["an old Python", { python: { version: [3, 9], hasVenv: true } }, /Python 3\.9 is too old: install 3\.10/],
  ["a Python without venv", { python: { version: [3, 11], hasVenv: false } }, /apt install python3-venv/],
  ["no compiler", { compiler: "missing" }, /apt install g\+\+/],
  ["a full disk", { disk: { needed: 2700, free: 1500 } }, /needs 2\.7 GB .* 1\.5 GB are free/],
];

for (const [what, facts, remedy] of lacking)
  test(`${what}: one sentence with the remedy`, () => {
    const said = complaints({ ...good, ...facts });
    assert.equal(said.length, 1);
    assert.match(said[0]!, remedy);
  });

test("all that is lacking is said at once", () => {
  const facts = Object.assign({}, ...lacking.map(([, facts]) => facts));
  assert.equal(complaints(facts).length, 5); // Node, Windows, Python, compiler, disk: one each
});
