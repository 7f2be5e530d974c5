import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { compare, comparisonSentence, comparisonText, readClaims } from "../../lib/report/comparison";
import type { JudgedClaim } from "../../lib/report/ledger";

const claim = (id: string, about: Partial<JudgedClaim>): JudgedClaim => ({
  ...{ id, section: "1", claim: `the claim ${id}`, expected: "holds", outcome: "holds", criterion: "", measured: "" },
  ...{ effect: 1, interval: [0.5, 1.5], notebook: "1-one", anchor: "claim-1", moved: false },
  ...about,
});

const others = [
  claim("same", {}),
  claim("within", {}),
  claim("apart", {}),
  claim("verdict", {}),
  claim("digits", { effect: 1.00001 }),
  claim("gone", {}),
];
const here = [
  claim("new", {}),
  claim("digits", { effect: 1.00002 }),
  claim("within", { effect: 1.2, interval: [0.8, 1.6] }),
  claim("apart", { effect: 3, interval: [2, 4] }),
  claim("verdict", { outcome: "undecided", effect: null, interval: null }),
  claim("same", {}),
];
const comparison = compare(others, here, "other/claims.json");

test("moves are ordered: verdicts, then intervals apart, then effects within them; digits that nobody sees are none", () => {
  assert.deepEqual(
    comparison.moves.map(({ now, intervals }) => [now.id, intervals]),
    [
      ["verdict", undefined],
      ["apart", "apart"],
      ["within", "overlap"],
    ],
  );
  assert.equal(comparison.unchanged, 2);
});

test("claims that only one report has are told", () => {
  const ids = ({ id }: JudgedClaim) => id;
  assert.deepEqual([comparison.gone.map(ids), comparison.added.map(ids)], [["gone"], ["new"]]);
});

test("intervals that touch overlap", () => {
  const touching = compare([claim("a", {})], [claim("a", { effect: 2, interval: [1.5, 2.5] })], "");
  assert.equal(touching.moves[0].intervals, "overlap");
});

test("in words, and as a table that fits the terminal", () => {
  assert.equal(
    comparisonSentence(comparison),
    "1 verdict moved, 1 effect lies apart from what it was, 1 effect moved within its interval; " +
      "2 claims are as they were, 1 new, 1 only there.",
  );
  const text = comparisonText(comparison, 90);
  assert.match(text, /verdict +holds → undecided +1 \[0\.5, 1\.5\] +– +–/);
  assert.match(text, /apart +holds +1 \[0\.5, 1\.5\] +3 \[2, 4\] +apart/);
  assert.doesNotMatch(comparisonText(compare(here, here, ""), 90), /Effect there/);
});

test("a file that is no claims.json is told by its name", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "lecture-lab-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "claims.json");
  const told = async (why: RegExp) =>
    assert.rejects(readClaims(file), ({ message }: Error) => {
      assert.ok(message.startsWith(`--compare ${file}: a report's claims.json expected`));
      return why.test(message);
    });
  await told(/, got no such file$/);
  for (const [content, why] of [
    ["", /, got something else$/],
    ["{}", /, got something else$/],
    ["[1]", /; 0: .*object/],
    ['[{"id": 1}]', /; 0\.id: .*string/],
  ] as const) {
    writeFileSync(file, content);
    await told(why);
  }
  writeFileSync(file, JSON.stringify(here));
  assert.deepEqual(await readClaims(file), JSON.parse(JSON.stringify(here)));
});
