import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { checkOptions, count, counts, fromText, kindsOf, oneOf, positive, someOf, text } from "../../lib/lab/options";

const kinds = kindsOf(
  { steps: 10, learningRate: 0.1, clipNorm: 5, cell: "gru", corpus: "rxjs", lags: [1, 2], names: ["a"], regime: "x" },
  { regime: oneOf(["x", "y"]) },
);
const sound = {
  steps: 3,
  learningRate: 2,
  clipNorm: 0.5,
  cell: "lstm",
  corpus: "README.md",
  lags: [0.5],
  names: ["b"],
  regime: "y",
};
const told = (wrong: object, message: RegExp) =>
  assert.throws(() => checkOptions("id", kinds, { ...sound, ...wrong }), { message });

test("an option is of its own kind, of one that is well known, or like its default", () => {
  checkOptions("id", kinds, sound);
  told({ steps: 2.5 }, /^id: steps: a positive whole number expected, got 2.5$/);
  told({ learningRate: 0 }, /^id: learningRate: a positive number expected, got 0$/);
  told({ clipNorm: Infinity }, /^id: clipNorm: a positive number expected/);
  told({ cell: "lstn" }, /^id: cell: vanilla, lstm, gru expected, got "lstn"$/);
  told({ corpus: "no/such.txt" }, /^id: corpus: moby-dick, rxjs or the path of a text file expected, got "no/);
  told({ lags: [] }, /^id: lags: a list of positive numbers expected, got \[\]$/);
  told({ names: "b" }, /^id: names: a list of texts expected, got "b"$/);
  told({ regime: "z" }, /^id: regime: x, y expected, got "z"$/);
  told({ stepz: 1 }, /^id: no option stepz; did you mean steps\? there are steps, .*regime$/);
});

test("a text that is not there: where it was looked for, and what there is of a similar name", () => {
  const here = (name: string) => path.join(projectRoot, name).replaceAll(".", "\\.");
  told({ corpus: "mine.txt" }, new RegExp(`got "mine\\.txt" \\(no such file: ${here("mine.txt")}\\)$`));
  told({ corpus: "moby-dik" }, new RegExp(`no such file: ${here("moby-dik")}; there is moby-dick\\)$`));
  told({ corpus: "READNE.md" }, /; there is README\.md\)$/);
  told({ corpus: "notebooks/READNE.md/x" }, /no such file: .*x\)$/);
  told({ corpus: "lib" }, new RegExp(`no file: ${here("lib")}`));
  told({ corpus: "a\0b" }, /no such file/);
});

const inherited = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "__defineGetter__"];
for (const name of inherited) {
  test(`${name} is neither an option nor a text, a cell or a name of the experiment's`, () => {
    told(JSON.parse(`{"${name}": 1}`) as object, /^id: no option \w+; there are steps/);
    for (const option of ["corpus", "cell", "regime"]) {
      told({ [option]: name }, new RegExp(`^id: ${option}: .* expected, got "${name}"`));
    }
  });
}

test("what was typed means what its kind wants", () => {
  assert.equal(fromText(count, "256"), 256);
  assert.equal(fromText(positive, "1e-3"), 0.001);
  assert.equal(fromText(text, "256"), "256");
  assert.deepEqual(fromText(counts, "4, 16"), [4, 16]);
  assert.deepEqual(fromText(counts, "4"), [4]);
  assert.deepEqual(fromText(someOf(["a", "b"]), "a,b"), ["a", "b"]);
  assert.equal(fromText(count, "many"), "many");
  assert.equal(fromText(count, ""), "");
});
