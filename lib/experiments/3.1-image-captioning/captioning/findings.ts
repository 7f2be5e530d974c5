import { mean } from "../../../analysis/statistics";
import { nounOf } from "../../../data/sceneNouns";
import { finalMean } from "../../../lab/finals";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import { type CaptioningResult, captionArms, cells, meanView, standard } from "./config";

const cider = ({ models }: CaptioningResult, arm: string, way = "greedy"): number =>
  finalMean(models, arm, (final) => final[`${way} ciderD`]);

export const captioningFindings = {
  image: (result) =>
    `With its own picture's v a GRU writes captions of CIDEr-D ${cider(result, standard.name).toFixed(2)}, ` +
    `with another's ${cider(result, standard.name, "shuffled").toFixed(2)}`,
  arms(result) {
    const scored = captionArms.map(({ name }) => ({ name, score: cider(result, name) }));
    const [lowest, ...higher] = scored
      .filter(({ score }) => Number.isFinite(score))
      .sort((a, b) => a.score - b.score)
      .map(({ name, score }) => `“${name}”, ${score.toFixed(2)}`);
    return higher.length > 0 ? `CIDEr-D is highest with ${higher.at(-1)}, and lowest with ${lowest}` : undefined;
  },
  learning({ models, config }) {
    const [rnn, lstm, gru] = cells.map(({ name }) => finalMean(models, name, ({ testNats }) => testNats).toFixed(2));
    return `After ${config.steps} steps the GRU is at ${gru} nats per word, the LSTM at ${lstm}, the RNN at ${rnn}`;
  },
  scenes({ scenes, models }) {
    const named = scenes.map(({ reference }) => [...nounsOf(reference)]);
    const found = (arm: string): number => {
      const shown = models.find((model) => model.condition === arm && model.shown.length > 0)?.shown;
      const own = (i: number) => nounsOf(shown?.[i] ?? "");
      return shown ? named.flatMap((nouns, i) => nouns.filter((noun) => own(i).has(noun))).length : Number.NaN;
    };
    return (
      `Of ${named.flat().length} things in these references the first GRU names ${found(standard.name)} from fc7, ` +
      `${found(meanView.name)} from pool4`
    );
  },
  feeding({ models }) {
    const own = models.flatMap(({ condition, byPlace }) => (condition === standard.name && byPlace ? [byPlace] : []));
    const second = (of: (one: (typeof own)[number]) => readonly number[]) =>
      inPercent(mean(own.map((one) => of(one)[1])));
    return (
      `Of the things named second ${second(({ forced }) => forced)} are in the picture after true words, ` +
      `${second(({ free }) => free)} after its own`
    );
  },
} satisfies Findings<CaptioningResult>;

const nounsOf = (caption: string): Set<string> => new Set(caption.split(" ").flatMap((word) => nounOf(word) ?? []));
