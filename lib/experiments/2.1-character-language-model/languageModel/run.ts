import { type CellName, stackOf } from "../../../cells/stackOf";
import { expect } from "../../../core/errors";
import { type Corpus, corpus, corpusFiles } from "../../../data/text";
import { ownRates, pilotText } from "../../../lab/chosenRates";
import { countedBits } from "../../../lab/countedBits";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedNumbers } from "../../../lab/sweep";
import { charLm } from "../../../models/charLm";
import { parameterCount } from "../../../models/parameterCount";
import { nameOfCell } from "../../shared/nameOfCell";
import type { CharLmConfig, CharLmJob, CharLmModelResult, CharLmResult, CharNetwork } from "./config";
import { languageModelLossFigure } from "./figures";
import { type CharLmModelRun, type CharLmProgress, runModel } from "./job";
import { textDiversity } from "./samples";

/** Trains models of each network on the same text, and draws texts from them; and the last network without its state. */
export async function runCharLm(config: CharLmConfig, context: RunContext): Promise<CharLmResult> {
  const { textLength, dropout, learningRates, steps } = config;
  expect(textLength >= 4, `textLength: at least 4 characters (a 4-gram) expected, got ${textLength}`);
  expect(dropout < 1, `dropout: less than 1 expected, for what is dropped must not be all, got ${dropout}`);
  const { seeds, beside: _, learningRates: _r, highestOrder: _h, ...each } = config;
  const networks = networksOf(config);
  const known = untrained(config, networks, corpus(config.corpus, config));
  const run = (
    jobs: readonly Pick<CharLmJob, keyof CharNetwork | "learningRate" | "seed" | "pilot">[],
    sofar: CharLmResult,
  ) =>
    runJobs(
      runModel,
      jobs.map((own): CharLmJob => {
        const length = own.pilot ? Math.ceil(steps / 4) : steps; // enough to tell which rate is best
        return { ...each, ...own, steps: length, decaySteps: length, shards: 1 };
      }),
      {
        context,
        file: require.resolve("./job"),
        size: (job) => job.steps,
        unit: "steps",
        inProcesses: steps >= 300,
        reads: corpusFiles(config.corpus),
        watch: (told) => seen(sofar, told),
      },
    );

  let pilots: CharLmResult["pilots"] = [];
  const { rateOf } = await ownRates(networks, {
    rates: learningRates,
    nameOf: ({ network }) => network,
    async pilot(jobs) {
      const runs = await run(
        jobs.map((job) => ({ ...job, pilot: true })),
        known,
      );
      pilots = runs.map(({ network, curve, heldOutBits: bits }, i) => ({
        ...{ network, learningRate: jobs[i].learningRate, curve, bits },
      }));
      return pilots.map(({ bits }) => bits);
    },
  });
  const begun = {
    ...{ ...known, pilots },
    networks: known.networks.map((about, i) => ({ ...about, learningRate: rateOf(networks[i]) })),
  };

  const runs = await run(
    product({ seed: seedNumbers(seeds), network: networks }).map(({ seed, network }) => ({
      ...{ ...network, learningRate: rateOf(network), seed, pilot: false },
    })),
    begun,
  );
  const strip = runs.findLast((model) => model.strip !== null)?.strip ?? null; // the last network's
  return { ...begun, models: runs.map(withoutStrip), strip };
}

const withoutStrip = ({ strip: _, ...model }: CharLmModelRun): CharLmModelResult => model;

/** The smaller ones, that of the options, and the same with its state emptied. */
function networksOf({ beside, cell, layers, hiddenSize, dropout }: CharLmConfig): CharNetwork[] {
  const one = (cell: CellName, layers: number, hiddenSize: number, rate = 0): CharNetwork => {
    const network = `${nameOfCell(cell)} ${layers} × ${hiddenSize}`;
    return { network, cell, layers, hiddenSize, dropout: rate, emptied: false };
  };
  const smaller = beside.map((text) => {
    const [name, layers, hiddenSize] = text.split(/[ x]/);
    return one(name as CellName, Number(layers), Number(hiddenSize));
  });
  const largest = one(cell, layers, hiddenSize, layers > 1 ? dropout : 0);
  return [...smaller, largest, { ...largest, network: `${largest.network}, state emptied`, emptied: true }];
}

/** The text and what is known of it without a network. */
function untrained(config: CharLmConfig, networks: readonly CharNetwork[], text: Corpus): CharLmResult {
  const { name, train: learnt, heldOut, vocabulary } = text;
  const onTraining = countedBits(pilotText(text), config, config.highestOrder);
  return {
    config,
    corpus: { name, trainCharacters: learnt.length, heldOutCharacters: heldOut.length, vocabSize: vocabulary.size },
    baselines: countedBits(text, config, config.highestOrder),
    bestOrder: onTraining.reduce((a, b) => (b.bits < a.bits ? b : a)).order,
    reference: textDiversity(config, text),
    networks: networks.map((network) => ({
      ...network,
      parameters: parameterCount(charLm(stackOf({ ...network, inputSize: vocabulary.size }))),
      learningRate: null,
    })),
    ...{ pilots: [], models: [], strip: null },
  };
}

/** The curves of the models up to here, and what the furthest of them writes. */
function seen(known: CharLmResult, models: readonly CharLmProgress[]) {
  const written = models.flatMap(({ curve }) => curve.at(-1) ?? []).filter(({ sample }) => sample !== "");
  const last = written.length > 0 ? written.reduce((a, b) => (b.step > a.step ? b : a)) : undefined;
  return {
    status: last && `held-out ${last.heldOutBits.toFixed(3)} bits = ${(last.heldOutBits * Math.LN2).toFixed(3)} nats`,
    excerpt: last?.sample,
    figure: () => languageModelLossFigure({ ...known, models }),
  };
}
