import { stackOf } from "../../../cells/stackOf";
import { corpus, corpusFiles } from "../../../data/text";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import { wholeWindows } from "../../../lab/textLearner";
import { charLm } from "../../../models/charLm";
import { parameterCount } from "../../../models/parameterCount";
import { type CharRnnConfig, type CharRnnResult, heldOutShare } from "./config";
import { runCharRnnModel } from "./job";

/** Trains one model a seed by char-rnn's recipe. */
export async function runCharRnn(config: CharRnnConfig, context: RunContext): Promise<CharRnnResult> {
  const { train: learnt, heldOut, vocabulary, name } = corpus(config.corpus, { ...config, heldOutShare });
  const { seeds, ...each } = config;
  const models = await runJobs(
    runCharRnnModel,
    seedNumbers(seeds).map((seed) => ({ ...each, seed })),
    {
      context,
      file: require.resolve("./job"),
      size: ({ epochs }) => epochs * wholeWindows(learnt, config),
      unit: "steps",
      inProcesses: true,
      reads: corpusFiles(config.corpus),
    },
  );
  return {
    config,
    corpus: { name, characters: learnt.length + heldOut.length, vocabSize: vocabulary.size },
    parameters: parameterCount(charLm(stackOf({ ...config, inputSize: vocabulary.size }))),
    models,
  };
}
