import { corpusFiles } from "../../../data/text";
import { chosenRates, pilotSeed } from "../../../lab/chosenRates";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedNumbers } from "../../../lab/sweep";
import { arms, type GruConfig, type GruJob, type GruModelResult, type GruResult } from "./config";
import { runGruJob } from "./job";
import { recall } from "./tasks";

/** Trains every kind of network on every task, from several seeds, each at its own rate. */
export async function runGru(config: GruConfig, context: RunContext): Promise<GruResult> {
  const { seeds, corpora, learningRates, recallSteps, recallLearningRates, ...each } = config;
  const tasks = [...corpora, recall];
  const run = (jobs: readonly Pick<GruJob, "seed" | "task" | "rates" | "steps">[]) =>
    runJobs(
      runGruJob,
      jobs.map((own): GruJob => ({ ...each, ...own })),
      {
        context,
        file: require.resolve("./job"),
        size: ({ steps }) => steps,
        unit: "steps",
        inProcesses: config.steps >= 300,
        reads: corpora.flatMap(corpusFiles),
      },
    );
  const ratesOn = (task: string) => (task === recall ? recallLearningRates : learningRates);
  // On a text a quarter is enough to tell which rate is best.
  const pilots = tasks.flatMap((task) => {
    const steps = task === recall ? recallSteps : Math.ceil(each.steps / 4);
    const tried = ratesOn(task).length > 1 ? ratesOn(task) : [];
    return tried.map((rate) => ({ seed: pilotSeed, task, steps, rates: arms.map(() => rate) }));
  });
  const tried = (await run(pilots)).flat().map(({ model }) => ({
    ...{ arm: armOf(model), rate: model.learningRate },
    bits: model.ended === "finished" ? (model.curve.at(-1)?.heldOutBits ?? null) : null,
  }));
  const chosen = chosenRates(tried);
  const jobs = product({ seed: seedNumbers(seeds), task: tasks }).map(({ seed, task }) => ({
    ...{ seed, task, steps: task === recall ? recallSteps : each.steps },
    rates: arms.map((arm) => chosen.get(armOf({ ...arm, task })) ?? Math.min(...ratesOn(task))),
  }));
  const runs = (await run(jobs)).flat();
  const gates = runs.find(({ gates }) => gates)?.gates ?? null;
  return { config, models: runs.map(({ model }) => model), tried, gates };
}

const armOf = ({ task, kind, match }: Pick<GruModelResult, "task" | "kind" | "match">): string =>
  `${task}, ${kind}, equal ${match}`;
