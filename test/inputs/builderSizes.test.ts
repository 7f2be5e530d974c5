import assert from "node:assert/strict";
import { test } from "node:test";
import { LabError } from "../../lib/core/errors";
import * as lab from "../../lib/index";
import { alterations } from "./argumentAlterations";

const cell = () => lab.lstm({ inputSize: 3, hiddenSize: 2 });
const { seed } = lab;

/** Every function that builds a cell or a model of sizes, with sizes that are right. */
const builders: Readonly<Record<string, readonly [(sizes: never) => { init(key: lab.Key): object }, object]>> = {
  lstm: [lab.lstm, { inputSize: 3, hiddenSize: 2 }],
  lstmVariant: [
    (sizes: lab.CellOptions) => lab.lstmVariant({ ...sizes, form: "peepholes" }),
    { inputSize: 3, hiddenSize: 2 },
  ],
  gru: [lab.gru, { inputSize: 3, hiddenSize: 2 }],
  mgu: [lab.mgu, { inputSize: 3, hiddenSize: 2 }],
  vanilla: [lab.vanilla, { inputSize: 3, hiddenSize: 2 }],
  memoryless: [lab.memoryless, { inputSize: 3, hiddenSize: 2 }],
  stackOf: [
    (sizes: object) => lab.stackOf({ cell: "gru", ...sizes } as lab.StackOptions),
    { layers: 2, inputSize: 3, hiddenSize: 2 },
  ],
  captioner: [(sizes: lab.CaptionerOptions) => lab.captioner(cell(), sizes), { vocabSize: 5, imageSize: 2 }],
  manyToOne: [(sizes: lab.ManyToOneOptions) => lab.manyToOne(cell(), sizes), { classes: 4, length: 3 }],
  manyToMany: [(sizes: lab.ManyToManyOptions) => lab.manyToMany(cell(), sizes), { classes: 4 }],
  oneToMany: [(sizes: { conditionSize: number }) => lab.oneToMany(cell(), sizes), { conditionSize: 4 }],
  answerModel: [({ size }: { size: number }) => lab.answerModel(cell(), size), { size: 4 }],
  attentionCaptioner: [
    (sizes: lab.AttentionOptions) => lab.attentionCaptioner(cell(), sizes),
    { vocabSize: 5, places: 4, featureSize: 2, attentionSize: 3 },
  ],
  questionReader: [lab.questionReader, { vocabSize: 5, embeddingSize: 4, hiddenSize: 3 }],
  softAttention: [lab.softAttention, { placeSize: 2, hiddenSize: 3, attentionSize: 4 }],
  joinLayer: [({ size }: { size: number }) => lab.joinLayer("multiply", size), { size: 3 }],
};

for (const [name, [build, sizes]] of Object.entries(builders)) {
  test(`${name}: sizes that are none are refused in a sentence`, () => {
    let count = 0;
    for (const { how, args } of alterations([sizes])) {
      if (/: a number$/.test(how) || how.startsWith("0: ")) continue;
      count++;
      assert.throws(
        () => lab.tf.tidy(() => void build(args[0] as never).init(seed(1))),
        (error) => error instanceof LabError && error.stack === error.message && / expected, got /.test(error.message),
        how,
      );
    }
    assert.ok(count >= 8);
  });
}
