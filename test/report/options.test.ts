import assert from "node:assert/strict";
import { test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { type Section, selectSections } from "../../lib/report/section";
import { parseOptions } from "../../lib/report/startOptions";

const sections: Section[] = ["2.1-language-model", "5.1-gradients", "5.2-lstm", "5.10-last"].map((name) => {
  return { name, number: name.split("-")[0], file: `${name}.ipynb` };
});
const numbers = (asked: readonly string[]) => selectSections(sections, asked, "notebooks").map(({ number }) => number);
const says = (message: RegExp) => (error: unknown) => error instanceof LabError && message.test(error.message);

test("no arguments: all sections at the default preset", () => {
  assert.deepEqual(parseOptions([]), { sections: [], preset: "default", parameters: {}, save: false, strict: false });
  assert.equal(numbers([]).length, sections.length);
});

test("sections, preset and flags in any order", () => {
  const options = parseOptions(["2.1", "--preset", "smoke", "5", "--strict"]);
  assert.deepEqual(options, { sections: ["2.1", "5"], preset: "smoke", parameters: {}, save: false, strict: true });
  assert.equal(parseOptions(["--preset=full"]).preset, "full");
});

test("options of the experiments are kept as they were typed, the last of a name", () => {
  const typed = ["--set", "hiddenSize=256", "--set=corpus=a=b.txt", "--set", "hiddenSize=64"];
  assert.deepEqual(parseOptions(typed).parameters, { hiddenSize: "64", corpus: "a=b.txt" });
});

test("a chapter's number means all of its sections, a section's number only itself", () => {
  assert.deepEqual(numbers(["5"]), ["5.1", "5.2", "5.10"]);
  assert.deepEqual(numbers(["5.1", "2.1"]), ["2.1", "5.1"]);
});

test("what does not exist is told with what does", () => {
  assert.throws(() => parseOptions(["--fast"]), says(/unknown option --fast: .*--preset.*--save.*--strict/));
  assert.throws(
    () => parseOptions(["--preset", "huge"]),
    says(/unknown preset huge: there are smoke, default, lecture, full/),
  );
  assert.throws(() => parseOptions(["--set", "hiddenSize"]), says(/--set: option=value expected, .*got hiddenSize$/));
  assert.throws(() => parseOptions(["--set"]), says(/--set: .*got nothing$/));
  assert.throws(() => parseOptions(["--save", "--set", "seeds=3"]), says(/--save keeps .*leave out --set seeds$/));
  assert.throws(() => parseOptions(["--preset"]), says(/unknown preset \(none given\)/));
  assert.throws(() => parseOptions(["--save", "--preset", "smoke"]), says(/--save keeps what the default preset/));
  assert.throws(() => numbers(["7.1"]), says(/unknown section 7\.1: there are 2\.1, 5\.1, 5\.2, 5\.10/));
  assert.throws(() => selectSections([], ["2.1"], "notebooks"), says(/none yet/));
});
