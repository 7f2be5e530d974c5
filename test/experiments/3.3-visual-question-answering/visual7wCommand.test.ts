import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { LabError } from "../../../lib/core/errors";
import { fork, normal, seed } from "../../../lib/core/random";
import { writeSafetensors } from "../../../lib/core/safetensorsFile";
import {
  parseCommand,
  runVisual7w,
} from "../../../lib/experiments/3.3-visual-question-answering/visual7w/visual7wCommand";
import { scratch } from "../../data/scratch";

const { folder, write } = scratch();
const pair = (qa_id: number, image_id: number, type: string) => ({
  ...{ qa_id, image_id, type, question: `${type} is it?`, answer: "Yes.", multiple_choices: ["No.", "Two.", "A cat."] },
});
const image = (image_id: number, split: string, types: string[]) => ({
  ...{ image_id, filename: `${image_id}.jpg`, split },
  qa_pairs: types.map((type, i) => pair(10 * image_id + i, image_id, type)),
});
const options = (args: string) => parseCommand(args.split(" "));
const small = { folder, hiddenSize: 4, steps: 3, batchSize: 2, minCount: 1 };
const results = path.join(folder, "results.json");
const says = (message: RegExp) => (error: unknown) => error instanceof LabError && message.test(error.message);

test("a results file is evaluated by type; what is not answered does not count", async () => {
  write("dataset_v7w_telling.json", { images: [image(1, "test", ["what", "who", "who"]), image(2, "train", ["how"])] });
  const answered = (qa_id: number, ...candidates: string[]) => ({
    ...{ qa_id, question: "", candidates: candidates.map((answer) => ({ answer })) },
  });
  writeFileSync(results, JSON.stringify([answered(10, "yes."), answered(11, "No.", "Yes.")]));
  assert.deepEqual((await runVisual7w(options(`evaluate ${results}`), small)).split("\n"), [
    "what     100.0 %            1 of 1",
    "who        0.0 %            0 of 1",
    "all       50.0 %            1 of 2",
    "Of the split test 1 not answered: as in the official toolkit, that does not count.",
    "Who takes one of the four choices by chance has 25 % right.",
    "",
  ]);
  assert.match(await runVisual7w(options(`evaluate ${results} --top 2`), small), /all {6}100.0 %/);
});

test("answers by a model without photographs are a results file that is evaluated to the same table", async () => {
  write("dataset_v7w_telling.json", { images: [image(1, "test", ["what", "who"]), image(2, "train", ["how"])] });
  const said = await runVisual7w(options(`answer ${results}`), small);
  assert.match(said, /without the photographs; learnt from the 1 questions of the split train/);
  assert.ok(said.endsWith(await runVisual7w(options(`evaluate ${results}`), small)));
  assert.deepEqual(Object.keys(JSON.parse(readFileSync(results, "utf8"))[0]), ["qa_id", "question", "candidates"]);
});

test("where there is no split to learn from, it says how it did without", async () => {
  write("dataset_v7w_telling.json", { images: [1, 2, 3].map((id) => image(id, "test", ["what"])) });
  assert.match(await runVisual7w(options(`answer ${results}`), small), /no other split to learn from: five models/);
  await assert.rejects(
    runVisual7w(options(`answer ${results} --split val`), small),
    says(/--split val: .* got none among 3/),
  );
});

test("from questions and features to answers, a table beside both priors, and a figure; what has no features is named", async () => {
  const ids = Array.from({ length: 20 }, (_, i) => i + 1);
  write("dataset_v7w_telling.json", {
    images: ids.map((id) => image(id, id > 12 ? "test" : "train", ["what", "who"])),
  });
  // The form of fc7 and of conv5_3, as Python's safetensors writes them: a tensor an image, named by its image_id.
  const file = (name: string, shape: number[], of: readonly number[]) => {
    const tensors = of.map((id) => [`${id}`, normal(fork(seed(1), id), shape as [number])] as const);
    writeSafetensors(path.join(folder, name), Object.fromEntries(tensors));
    return path.join(folder, name);
  };
  const [features, maps] = [file("fc7.safetensors", [8], ids.slice(0, -1)), file("conv5_3.safetensors", [4, 6], ids)];
  const figure = path.join(folder, "accuracy.svg");
  const told: string[] = [];
  const { write: print } = process.stderr;
  process.stderr.write = ((text: string) => told.push(text) > 0) as typeof process.stderr.write;
  const given = `--features ${features} --maps ${maps} --figure ${figure}`;
  const said = await runVisual7w(options(`answer ${results} ${given}`), small).finally(() => {
    process.stderr.write = print;
  });
  assert.match(said, /with attention; learnt from the 24 questions of the split train/);
  assert.match(said, /picture and question +question alone +answers alone/);
  assert.match(said, /all .* 14\n/, "of 16 test questions two have no features");
  assert.match(told.join(""), /2 of 40 questions skipped: .*features of image 20 expected for question 200, got none/);
  assert.match(readFileSync(figure, "utf8"), /^<svg/);
  assert.equal(JSON.parse(readFileSync(results, "utf8")).length, 14);
  const without = await runVisual7w(options(`answer ${results} --features ${features}`), small);
  assert.match(without, /without attention/);
  await assert.rejects(
    runVisual7w(options(`answer ${results} --features ${maps}`), small),
    says(/conv5_3.safetensors: a vector \[F\] of each image expected, got \[4,6\]/),
  );
  await assert.rejects(
    runVisual7w(options(`answer ${results} --features ${file("others.safetensors", [8], [77])}`), small),
    says(/others.safetensors: features of an image of Visual7W expected/),
  );
});

test("what the command does not understand is told with what there is", async () => {
  assert.match(await runVisual7w(parseCommand(["--help"])), /npm run visual7w -- evaluate/);
  for (const [args, message] of [
    ["judge x", /action: evaluate, answer expected, got judge/],
    ["evaluate", /evaluate: one results file expected, got 0/],
    ["evaluate a b", /one results file expected, got 2/],
    ["answer x --split tests", /split: train, val, test expected, got tests/],
    ["evaluate x --top=0", /--top: a positive whole number expected, got 0/],
    ["answer x --fast", /unknown option --fast: there are --split, --top, --features, --maps, --figure and --help/],
    ["answer x --maps m", /--maps: answer with --features expected/],
    ["evaluate x --features f", /--features: answer with --features expected/],
    ["answer x --features", /--features: a file expected, got nothing/],
  ] as const) {
    assert.throws(() => options(args), says(message), args);
  }
});
