import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { projectRoot } from "../lib/core/project";
import { joined, type Notebook } from "../lib/report/ipynb";
import { heldNumbers } from "./heldNumbers";
import { isHeld, numbersIn, type Quoted, quotedNumbers } from "./proseNumbers";

const folder = path.join(projectRoot, "notebooks");
const files = readdirSync(folder).filter((file) => /^\d.*\.ipynb$/.test(file));

/** What is quoted from elsewhere, by a few words of the prose around it, and why it is right. */
const elsewhere: Readonly<Record<string, string>> = {
  "so chance is 25 %": "one of four",
  "with a photograph's own": "of Flickr8k, which does not ship: the cell above says how to have it",
};

interface Found {
  readonly index: number;
  readonly quoted: Quoted;
  readonly held: ReadonlySet<number>;
}

function quotedIn(file: string): Found[] {
  const notebook: Notebook = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  const heldNear = heldNumbers(notebook);
  return notebook.cells.flatMap(({ cell_type, source }, index) => {
    if (cell_type !== "markdown") return [];
    const held = heldNear(index);
    return quotedNumbers(joined(source)).map((quoted) => ({ index, quoted, held }));
  });
}

for (const file of files) {
  test(`${file} quotes no number that no result holds`, () => {
    const unheld = quotedIn(file).filter(
      ({ quoted, held }) =>
        !isHeld(quoted, held) && !Object.keys(elsewhere).some((words) => quoted.where.includes(words)),
    );
    const list = unheld.map(
      ({ index, quoted: { text, unit, where } }) => `cell ${index}: ${text} ${unit} in "${where}"`,
    );
    const expected =
      "none expected: take them from an output nearby or from data/recorded, or say here where they are from";
    assert.ok(unheld.length === 0, `${expected}\n${list.join("\n")}`);
  });
}

describe("what is a number that prose quotes", () => {
  const found = (markdown: string) => quotedNumbers(markdown).map(({ text, unit }) => `${text} ${unit}`.trim());

  test("one with a unit, each of a list, a fraction; not of code, formulas, links, headings, sections and exercises", () => {
    assert.deepEqual(found("it saves 2.63, 2.62 and 2.60 bits, or 58–68 %, in 5 models of section 5.1"), [
      ...["2.63 bits", "2.62 bits", "2.60 bits", "58 %", "68 %"],
    ]);
    assert.deepEqual(found("AUC 0.99 at `rate 0.5`, $x = 0.7$, [3.1](3.1.ipynb), a 95 % interval of 1,200 µs"), [
      ...["1,200 µs", "0.99"],
    ]);
    assert.deepEqual(found("# 2.1 Text\nfell by −0.3\n## Exercises\n1. Expect 0.19 bits"), ["0.3"]);
  });

  test("is held where one is equal to it once it is rounded alike", () => {
    const held = (text: string, unit: string, ...numbers: number[]) => isHeld({ text, unit, where: "" }, numbers);
    assert.ok(held("0.12", "bits", -0.1187));
    assert.ok(!held("0.12", "bits", 0.126));
    assert.ok(held("93.1", "%", 0.9312));
    assert.ok(!held("93.1", "bits", 0.9312));
    assert.ok(held("1,200", "µs", 1_249));
    assert.ok(!held("1,200", "µs", 1_251));
    assert.deepEqual(numbersIn("effect −0.154 [−0.2, 1,000] 3e-7"), [0.154, 0.2, 1000, 3e-7]);
  });

  test("one in three that are wrong by a tenth to a third are found out: the others meet another number by chance", (t) => {
    const wrong = files.flatMap(quotedIn).flatMap(({ quoted, held }) =>
      [0.7, 0.9, 1.1, 1.3].flatMap((factor) => {
        const value = Number(quoted.text.replaceAll(",", ""));
        const text = (factor * value).toFixed(quoted.text.split(".")[1]?.length ?? 0);
        return Number(text) === value ? [] : [isHeld({ ...quoted, text }, held)];
      }),
    );
    const share = wrong.filter((isFound) => !isFound).length / wrong.length;
    t.diagnostic(`${(100 * share).toFixed(0)} %`);
    assert.ok(share > 1 / 3);
  });
});
