import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { vanilla } from "../../../lib/cells/vanilla";
import { seed } from "../../../lib/core/random";
import { tf } from "../../../lib/core/tf";
import { corpus } from "../../../lib/data/text";
import { languageModel } from "../../../lib/experiments/2.1-character-language-model/languageModel/claims";
import type {
  CharLmResult,
  Diversity,
} from "../../../lib/experiments/2.1-character-language-model/languageModel/config";
import { guessStrip } from "../../../lib/experiments/2.1-character-language-model/languageModel/samples";
import { withoutState } from "../../../lib/experiments/2.1-character-language-model/languageModel/withoutState";
import type { RunContext } from "../../../lib/lab/session";
import { withoutTimes } from "../../../lib/lab/withoutTimes";
import { charLm } from "../../../lib/models/charLm";
import { ngram } from "../../../lib/models/ngram";
import { sampler } from "../../../lib/train/sample";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-charlm-"));
after(() => rmSync(folder, { recursive: true }));

const text = path.join(folder, "text.txt");
writeFileSync(text, "a bad cab had a fab gab; ".repeat(120));

const tiny = {
  corpus: text,
  hiddenSize: 12,
  batchSize: 4,
  windowLength: 8,
  heldOutWindows: 4,
  steps: 12,
  evaluateEvery: 4,
  seeds: 3,
  highestOrder: 3,
  texts: 2,
  textLength: 40,
};
const run = (overrides = {}, context: RunContext = {}) => languageModel.run({ ...tiny, ...overrides }, context);

describe("a run over three seeds", () => {
  let result: CharLmResult;
  before(async () => {
    result = await run();
  });

  const written = ({ models }: CharLmResult) => models.filter(({ network }) => network === "RNN 1 × 12");

  test("has a model of its own for each seed, and beside it the same network with its state emptied", () => {
    assert.deepEqual(
      result.models.map(({ network, seed, ended }) => `${network} ${seed} ${ended}`),
      [1, 2, 3].flatMap((seed) => [`RNN 1 × 12 ${seed} finished`, `RNN 1 × 12, state emptied ${seed} finished`]),
    );
    for (const of of [
      (m: CharLmResult["models"][0]) => m.heldOutBits,
      (m: CharLmResult["models"][0]) => m.curve[0].trainBits,
    ]) {
      assert.equal(new Set(written(result).map(of)).size, 3);
    }
  });

  test("ends its curve where the verdict looks", () => {
    for (const { curve, heldOutBits } of result.models) {
      assert.deepEqual(
        curve.map(({ step }) => step),
        [4, 8, 12],
      );
      assert.equal(curve[2].heldOutBits, heldOutBits);
    }
  });

  test("measures models and counting on the same blocks of all the held-out text", () => {
    const { vocabulary, train, heldOut } = corpus(text, tiny);
    const pairs = ngram(train, 2, vocabulary.size);
    const [stride, read] = [Math.floor(heldOut.length / 4), Math.floor(heldOut.length / 32) * 8];
    const bits = [0, 1, 2, 3].map((n) => pairs.bits(heldOut.slice(n * stride, n * stride + read + 1), { first: 1 }));
    const mean = bits.reduce((a, b) => a + b) / 4;
    assert.ok(Math.abs(result.baselines[1].bits - mean) < 1e-9, `${result.baselines[1].bits} ${mean}`);
    for (const { heldOutBlocks } of result.models) {
      assert.equal(heldOutBlocks!.length, result.baselines[1].blocks.length);
    }
  });

  test("a model that knows nothing costs log₂ V bits: training starts there and learns", () => {
    const { vocabSize } = result.corpus;
    for (const { curve } of result.models) {
      assert.ok(Math.abs(curve[0].trainBits - Math.log2(vocabSize)) < 1);
      assert.ok(curve[2].trainBits < curve[0].trainBits);
    }
  });

  test("has texts of the argmax and of every temperature, those asked for and those the claims compare", async () => {
    const models = written(await run({ temperatures: [2], seeds: 1 }));
    assert.deepEqual(
      models[0].diversity.map(({ temperature }) => temperature),
      [0, 0.5, 1, 2],
    );
    const known = written(result)[0].diversity.find(({ temperature }) => temperature === 1);
    assert.deepEqual(models[0].diversity[2], known, "other temperatures do not change the texts");
  });
});

test("held-out bits are those of the held-out part: of a text that changes at its end they stay high", async () => {
  const file = path.join(folder, "changing.txt");
  writeFileSync(file, "ab".repeat(900) + "bbaaabba".repeat(25));
  const { models } = await run({ corpus: file, steps: 60, evaluateEvery: 60, learningRates: [0.03], seeds: 2 });
  const whole = models.filter(({ network }) => network === "RNN 1 × 12");
  for (const { curve, heldOutBits } of whole) assert.ok(heldOutBits! > curve[0].trainBits + 0.5);
});

test("real words are those of the training text", async () => {
  const { reference } = await run({ steps: 1, seeds: 1 });
  assert.equal(reference.words, 1, "the held-out part has no others");
  const file = path.join(folder, "strange.txt");
  writeFileSync(file, "one two three ".repeat(150) + "four five sixty ".repeat(15).slice(0, 233));
  const strange = await run({ corpus: file, steps: 1, seeds: 1 });
  assert.equal(strange.reference.words, 0, "the held-out part has only others");
});

test("the strip has, at each character, what the model expected after all that came before", () => {
  const data = corpus(text, tiny);
  const model = charLm(vanilla({ inputSize: data.vocabulary.size, hiddenSize: 9 }));
  const params = model.init(seed(8));
  const setting = {
    job: languageModel.defaults,
    text: data,
    words: new Set<string>(),
    model,
    sampler: sampler(model),
  };
  const { line, guesses } = guessStrip(setting, params, seed(8), 10);
  const prompt = data.heldOut.slice(0, languageModel.defaults.windowLength);
  const written = data.vocabulary.encode(line);
  written.forEach((token, i) => {
    const read = tf.tensor2d([[...prompt, ...written.slice(0, i)]], undefined, "int32");
    const probs = Array.from(model.logits(params, read).logits.softmax().dataSync().slice(-data.vocabulary.size));
    assert.ok(Math.abs(guesses[i].p - probs[token]) < 1e-6);
    assert.ok(Math.abs(guesses[i].top[0].p - Math.max(...probs)) < 1e-6);
    assert.ok(guesses[i].top.every(({ p }, rank, all) => rank === 0 || p <= all[rank - 1].p));
  });
});

test("a network without its state knows the last character alone: characters before it change nothing", () => {
  const model = charLm(vanilla({ inputSize: 5, hiddenSize: 6 }));
  const params = model.init(seed(3));
  const nats = (...tokens: number[]) => {
    const [inputs, targets] = [tokens.slice(0, -1), tokens.slice(1)].map((row) =>
      tf.tensor2d([row], undefined, "int32"),
    );
    return withoutState(model).loss(params, { inputs, targets }, model.zeroState(1)).loss.dataSync()[0];
  };
  const [one, other] = [nats(1, 2, 3), nats(4, 2, 3)].map((mean, i) => 2 * mean - nats([1, 4][i], 2));
  assert.ok(Math.abs(one - other) < 1e-6 && Math.abs(one - nats(2, 3)) < 1e-6);
});

test("each network learns at the rate that is best for it in its pilots, which read the training text alone", async () => {
  const { networks, pilots, models } = await run({
    ...{ beside: ["gru 1x4"], learningRates: [1e-5, 0.03], layers: 2, seeds: 1, steps: 40, evaluateEvery: 40 },
  });
  assert.deepEqual(
    networks.map(({ network, dropout, emptied }) => [network, dropout, emptied]),
    [
      ["GRU 1 × 4", 0, false],
      ["RNN 2 × 12", 0.2, false],
      ["RNN 2 × 12, state emptied", 0.2, true],
    ],
  );
  assert.deepEqual(
    networks.map(({ learningRate }) => learningRate),
    [0.03, 0.03, 0.03],
  );
  assert.equal(pilots.length, 6);
  assert.equal(models.length, 3);
  for (const pilot of pilots) assert.ok(!models.some(({ heldOutBits }) => heldOutBits === pilot.bits));
});

test("stopped and run again it ends as if it had never been stopped; once more, and nothing is computed", async () => {
  const keep = path.join(folder, "kept");
  const whole = withoutTimes(await run({ seeds: 2 }));
  const controller = new AbortController();
  let steps = 0;
  const stop = () => void (++steps === 33 && controller.abort());
  const stopped = await run({ seeds: 2 }, { keep, signal: controller.signal, progress: stop });
  assert.deepEqual(
    stopped.models.map(({ ended, curve }) => [ended, curve.length]),
    [
      ["finished", 3],
      ["finished", 3],
      ["interrupted", 1],
    ],
  );
  const said: string[] = [];
  for (const times of [1, 2]) {
    const again = await run({ seeds: 2 }, { keep, progress: ({ status }) => void said.push(status) });
    assert.deepEqual(withoutTimes(again), whole, `run again ${times}`);
  }
  assert.match(said.at(-1) as string, /4 kept from before/);
});

describe("the verdicts follow the numbers, whichever way they point", () => {
  const diversity = (temperature: number, distinct: number, words: number): Diversity => ({
    ...{ temperature, distinct, words, entropy: 1, cycling: 0, period: null, text: "" },
  });
  /** Three models around the numbers given, for the argmax, temperature 0.5 and 1; bits by which they beat the count and the emptied state. */
  const made = async (
    [byCount, byEmptied]: readonly [number, number],
    distinct: number[],
    words: number[],
  ): Promise<CharLmResult> => {
    const { models, ...rest } = await run({ steps: 1, seeds: 1 });
    const best = rest.baselines.find(({ order }) => order === rest.bestOrder)!;
    const model = (shift: number, i: number) =>
      models.map((one, of) => {
        const heldOutBlocks = best.blocks.map((bits, n) => bits - byCount + (n % 2) / 100 + shift + of * byEmptied);
        const texts = [0, 0.5, 1].map((t, i) => diversity(t, distinct[i] + shift, words[i] + shift * i));
        return { ...one, seed: i + 1, heldOutBlocks, diversity: of === 0 ? texts : [] };
      });
    return { ...rest, models: [-0.01, 0, 0.01].flatMap(model) };
  };

  test("fewer bits than the best count and than the emptied state: the state helps; than one of them: it does not", async () => {
    const better = languageModel.verdict(await made([0.5, 0.7], [0, 0, 0], [0, 0, 0]), "state-helps");
    assert.equal(better.outcome, "holds");
    assert.ok(Math.abs(better.effect! - 0.495) < 0.006);
    assert.match(better.measured, /the weakest: against the best count\.$/);
    for (const saved of [
      [-0.5, 0.7],
      [0.5, -0.7],
    ] as const) {
      assert.equal(languageModel.verdict(await made(saved, [0, 0, 0], [0, 0, 0]), "state-helps").outcome, "fails");
    }
  });

  test("more different 4-grams at temperature 1 than by argmax: sampling is more varied", async () => {
    const [varied, dull] = [
      await made([1, 1], [0.1, 0.3, 0.9], [1, 1, 1]),
      await made([1, 1], [0.9, 0.3, 0.1], [1, 1, 1]),
    ];
    assert.equal(languageModel.verdict(varied, "sampling-diversity").outcome, "holds");
    assert.ok(Math.abs(languageModel.verdict(varied, "sampling-diversity").effect! - 80) < 1e-9);
    assert.equal(languageModel.verdict(dull, "sampling-diversity").outcome, "fails");
  });

  test("fewer real words at temperature 1 than at 0.5: diversity has its price", async () => {
    const [dear, free] = [await made([1, 1], [0, 0, 0], [1, 0.8, 0.4]), await made([1, 1], [0, 0, 0], [1, 0.4, 0.8])];
    assert.equal(languageModel.verdict(dear, "diversity-costs-words").outcome, "holds");
    assert.ok(Math.abs(languageModel.verdict(dear, "diversity-costs-words").effect! - 40) < 1e-9);
    assert.equal(languageModel.verdict(free, "diversity-costs-words").outcome, "fails");
  });

  test("a model that was stopped is left out; where one has diverged nothing is decided", async () => {
    const whole = await made([1, 1], [0.1, 0.3, 0.9], [1, 1, 1]);
    const ending = (ended: "interrupted" | "diverged") => ({
      ...whole,
      models: whole.models.map((model, i) => (i === 4 ? { ...model, ended } : model)),
    });
    assert.match(
      languageModel.verdict(ending("interrupted"), "sampling-diversity").measured,
      /\. 2 models of RNN 1 × 12: /,
    );
    const { outcome, effect, measured } = languageModel.verdict(ending("diverged"), "sampling-diversity");
    assert.deepEqual(
      [outcome, effect, measured],
      ["undecided", null, "Something is missing: a model of seed 3 diverged."],
    );
  });
});

test("stopped in the third seed, the first two are judged", async () => {
  const controller = new AbortController();
  const progress: RunContext["progress"] = ({ done }) => {
    if (done > 4 * tiny.steps) controller.abort();
  };
  const stopped = await run({}, { signal: controller.signal, progress });
  assert.deepEqual(
    stopped.models.map(({ ended }) => ended),
    ["finished", "finished", "finished", "finished", "interrupted"],
  );
  assert.match(languageModel.verdict(stopped, "state-helps").measured, /^2 seeds of RNN 1 × 12/);
});

test("training that diverges is told in the verdict, which has no effect then, and figures still draw", async () => {
  const result = await run({ learningRates: [1e38] });
  const { outcome, effect, measured } = languageModel.verdict(result, "state-helps");
  assert.deepEqual([outcome, effect], ["undecided", null]);
  assert.equal(measured, "Something is missing: 6 models of seed 1, 2, 3 diverged.");
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result, "plain JSON: no NaN");
  for (const figure of Object.values(languageModel.figures)) assert.ok(figure(result).alt);
});

test("a text of two characters has figures too", async () => {
  const file = path.join(folder, "ab.txt");
  writeFileSync(file, "abaababb".repeat(60));
  const result = await run({ corpus: file });
  for (const figure of Object.values(languageModel.figures)) assert.ok(figure(result).data.length > 0);
});

describe("options that make no sense are told", () => {
  const complaints: [object, RegExp][] = [
    [{ hiddenSize: 0 }, /hiddenSize: a positive whole number expected, got 0$/],
    [{ seeds: 2.5 }, /seeds: a positive whole number expected, got 2.5$/],
    [{ clipNorm: -1 }, /clipNorm: a positive number expected, got -1$/],
    [{ temperatures: [-1] }, /temperatures: a list of positive numbers expected, got \[-1\]$/],
    [{ temperatures: ["a"] }, /temperatures: a list of positive numbers expected/],
    [{ textLength: 3 }, /textLength: at least 4 characters \(a 4-gram\) expected, got 3$/],
    [{ cell: "lstn" }, /cell: vanilla, lstm, gru expected, got "lstn"$/],
    [{ beside: ["lstm 2"] }, /beside: a list of networks, such as "lstm 2x128" .* expected, got \["lstm 2"\]$/],
    [{ dropout: 1 }, /dropout: less than 1 expected/],
    [{ corpus: 3 }, /corpus: moby-dick, .* expected, got 3$/],
  ];
  for (const [overrides, message] of complaints) {
    test(JSON.stringify(overrides), () => assert.rejects(() => run(overrides), { message }));
  }
  test("a clip norm may be a fraction", async () => {
    await run({ clipNorm: 0.5, steps: 1, seeds: 1 });
  });
});
