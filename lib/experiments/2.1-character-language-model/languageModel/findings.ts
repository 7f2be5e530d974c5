import { mean } from "../../../analysis/statistics";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import type { CharLmResult, Diversity } from "./config";

/** The network that the options name, with its models. */
function named({ networks, models }: CharLmResult) {
  const network = networks.filter(({ emptied }) => !emptied).at(-1)!.network;
  return { network, own: models.filter((model) => model.network === network) };
}

function written(result: CharLmResult, temperature: number, of: (diversity: Diversity) => number): string {
  const texts = named(result).own.flatMap(({ diversity }) =>
    diversity.filter((one) => one.temperature === temperature),
  );
  return inPercent(mean(texts.map(of)));
}

export const charLmFindings = {
  loss: (result) => {
    const { network, own } = named(result);
    const counted = result.baselines.find(({ order }) => order === result.bestOrder);
    const bits = mean(own.flatMap(({ heldOutBits }) => heldOutBits ?? []));
    return `${network}: ${bits.toFixed(2)} bits per held-out character; the best count needs ${counted?.bits.toFixed(2)}`;
  },
  guesses: ({ strip }) => {
    if (!strip || strip.guesses.length === 0) return undefined;
    const sure = strip.guesses.filter(({ p }) => p > 0.5).length;
    return `At ${sure} of ${strip.guesses.length} characters the model gives what it writes more than one half`;
  },
  diversity: (result) =>
    `${written(result, 0, ({ distinct }) => distinct)} of the 4-grams differ under argmax, ` +
    `${written(result, 1, ({ distinct }) => distinct)} where all are sampled`,
} satisfies Findings<CharLmResult>;
