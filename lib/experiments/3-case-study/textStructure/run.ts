import { expect } from "../../../core/errors";
import { fork, seed } from "../../../core/random";
import { type Corpus, corpusFiles } from "../../../data/text";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import type { TextProgress } from "../../../lab/textLearner";
import { type Ngram, ngram } from "../../../models/ngram";
import { ngramText } from "../../../models/ngramText";
import { leastSize } from "../inspect";
import type { Counting, TextConfig, TextResult, Written } from "./config";
import { type FarPlaces, farBits, farPlaces } from "./far";
import { lossOfText } from "./figures";
import { openText, promptLength, runTextModel, sampleLength } from "./job";
import type { Desk } from "./written";

/** Trains one network a seed on a real text; counting models write beside it. */
export async function runTextStructure(config: TextConfig, context: RunContext): Promise<TextResult> {
  const { seeds, orders: _, ...each } = config;
  const { text, place } = openText(each);
  checkSizes(config, text);
  const far = farPlaces(text, config.kind);
  const known: TextResult = {
    config,
    corpus: { name: text.name, trainCharacters: text.train.length, vocabSize: text.vocabulary.size },
    counting: counting(config, { text, place, far }),
    real: place.count(place.real),
    farCharacters: Object.fromEntries(Object.entries(far).map(([name, { length }]) => [name, length])),
    models: [],
  };
  const jobs = seedNumbers(seeds).map((seed) => ({ ...each, seed }));
  const models = await runJobs(runTextModel, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 300,
    reads: corpusFiles(config.corpus),
    watch: (told: readonly TextProgress<Written>[]) => ({
      excerpt: told[0]?.curve.findLast(({ written }) => written)?.written?.sample,
      figure: () => lossOfText({ ...known, models: told }),
    }),
  });
  return { ...known, models };
}

interface Held {
  readonly text: Corpus;
  readonly place: Desk;
  readonly far: FarPlaces;
}

/** Models of each order from the same counts: their loss, and as many texts from the same places as a network writes. */
function counting(config: TextConfig, { text, place, far }: Held): Counting[] {
  const { orders, seeds, textLength } = config;
  const model = ngram(text.train, Math.max(...orders), text.vocabulary.size);
  return orders.map((order) => {
    const texts = Array.from({ length: seeds }, (_, i) => {
      const key = fork(seed(i + 1), `texts of order ${order}`);
      return place.prompts.map((prompt, n) =>
        ngramText(model, { prompt, length: textLength, order, key: fork(key, n) }),
      );
    });
    return {
      order,
      far: farBits(far, (at) => bitsAt(model, text.heldOut, { at: at + 1, order })),
      counts: texts.map(place.count),
      sample: text.vocabulary.decode(texts[0][0]?.subarray(0, sampleLength) ?? []),
    };
  });
}

/** Of one character. */
function bitsAt(model: Ngram, tokens: Int32Array, { at, order }: { at: number; order: number }): number {
  const context = Math.min(at, order - 1);
  return model.bits(tokens.subarray(at - context, at + 1), { first: context, order });
}

function checkSizes({ stretch, textLength }: TextConfig, { heldOut, name }: Corpus): void {
  expect(stretch % 1024 === 0, `stretch: a multiple of 1024 expected, got ${stretch}`);
  const needed = Math.max(leastSize(stretch), promptLength + 2 * textLength);
  expect(heldOut.length >= needed, `${name}: at least ${needed} held-out characters expected, got ${heldOut.length}`);
}
