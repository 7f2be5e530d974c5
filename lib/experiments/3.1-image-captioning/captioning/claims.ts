import { mean } from "../../../analysis/statistics";
import { judgeAllAbove } from "../../../lab/decide";
import type { Judgement } from "../../../lab/judgement";
import { study } from "../../../lab/study";
import { judgePaired, type Of, type PairedQuestion, percent, sound } from "../../../lab/trials";
import {
  type CaptioningResult,
  captioningDefaults,
  captioningPresets,
  cells,
  meanView,
  readFirst,
  standard,
} from "./config";
import { armsFigure, captionLearningFigure, feedingFigure, imageFigure, scenesFigure, scoresTable } from "./figures";
import { captioningFindings } from "./findings";
import { runCaptioning } from "./run";

const about = ({ config: { hiddenSize, steps, testScenes } }: CaptioningResult): string =>
  `${hiddenSize} units, ${steps} steps, ${testScenes} scenes with unseen pairs`;

const judge = (result: CaptioningResult, compared: Omit<PairedQuestion, "about">): Judgement =>
  judgePaired(result.models, { about: about(result), ...compared });

const cider = (of: Of, arm: string, way = "greedy"): number => of(arm)[`${way} ciderD`];
const three = (value: number): string => value.toFixed(3);

/** 3.1: RNN, LSTM and GRU describe scenes whose pairs of things they have never seen. */
export const captioning = study({
  id: "3.1-captioning",
  defaults: captioningDefaults,
  presets: captioningPresets,
  run: runCaptioning,
  figures: {
    image: imageFigure,
    arms: armsFigure,
    learning: captionLearningFigure,
    scenes: scenesFigure,
    feeding: feedingFigure,
  },
  findings: captioningFindings,
  tables: { scores: scoresTable },
  claims: {
    "image-matters": {
      sentence:
        "The captions are about the picture: given another picture's v, an RNN, an LSTM and a GRU all describe worse.",
      figures: ["image", "arms", "learning"],
      judge(result) {
        const parts = cells.map(({ name }) => {
          const finals = sound(result.models.filter(({ condition }) => condition === name)).map(({ final }) => final!);
          const [intact, shuffled] = ["greedy", "shuffled"].map((way) => finals.map((final) => final[`${way} ciderD`]));
          const gains = intact.map((score, i) => score - shuffled[i]);
          const enough = finals.length >= 2;
          const said = enough ? `${name} ${three(mean(intact))} against ${three(mean(shuffled))}` : `${name}: too few`;
          return { name, said, effects: gains };
        });
        return judgeAllAbove(parts, {
          criterion: "for each cell the CIDEr-D of intact less that of shuffled",
          unit: "CIDEr-D",
          measured: `CIDEr-D with its own v against another's (${about(result)}): ${parts.map(({ said }) => said).join(", ")}.`,
        });
      },
    },
    "unseen-pairs": {
      sentence:
        "The captioner puts sentences together: of pairs it never saw it writes better captions than the nearest scene it learnt from has.",
      figures: ["scenes", "image"],
      judge(result) {
        const [copied, another] = result.baselines.map(({ scores }) => scores.ciderD);
        return judge(result, {
          conditions: [standard.name],
          unit: "CIDEr-D",
          effect: (of) => cider(of, standard.name) - copied,
          measured: (of) =>
            `CIDEr-D ${three(cider(of, standard.name))}, ${three(copied)} by the nearest training scene's caption, ` +
            `${three(another)} by one more true caption; the effect is the first less the second.`,
        });
      },
    },
    "image-at-every-step": {
      sentence: "The picture is better read beside every word than once, as the first state.",
      figures: ["arms", "learning"],
      judge: (result) =>
        judge(result, {
          conditions: [standard.name, readFirst.name],
          unit: "CIDEr-D",
          effect: (of) => cider(of, standard.name) - cider(of, readFirst.name),
          measured: (of) =>
            `CIDEr-D ${three(cider(of, standard.name))} with v at every step, ` +
            `${three(cider(of, readFirst.name))} with v in h_0 and the same weights; the effect is the paired difference.`,
        }),
    },
    "vector-of-a-scene": {
      sentence:
        "Of several objects the mean of pool4 says more than fc7 does, where the network has learnt from one object at a time.",
      figures: ["arms", "scenes"],
      judge: (result) =>
        judge(result, {
          conditions: [meanView.name, standard.name],
          unit: "CIDEr-D",
          effect: (of) => cider(of, meanView.name) - cider(of, standard.name),
          measured: (of) =>
            `CIDEr-D ${three(cider(of, meanView.name))} from the mean of pool4 over its places, ` +
            `${three(cider(of, standard.name))} from fc7; the effect is the paired difference.`,
        }),
    },
    "free-running": {
      sentence: "Fed its own words a captioner names wrong objects more often than fed the true ones.",
      figures: ["feeding"],
      judge: (result) =>
        judge(result, {
          conditions: [standard.name],
          unit: "of the things named",
          effect: (of) => of(standard.name).forced - of(standard.name).free,
          measured: (of) =>
            `Of the things it names ${percent(of(standard.name).forced)} are in the picture after the true words, ` +
            `${percent(of(standard.name).free)} after its own, the likeliest each time; the effect is the paired difference.`,
        }),
    },
    "beam-search": {
      sentence: "Beam search writes better captions than drawing each word from the softmax.",
      figures: ["image"],
      judge: (result) =>
        judge(result, {
          conditions: [standard.name],
          unit: "CIDEr-D",
          effect: (of) => cider(of, standard.name, "beam") - cider(of, standard.name, "sampled"),
          measured: (of) => {
            const [beam, greedy, sampled] = ["beam", "greedy", "sampled"].map((way) =>
              three(cider(of, standard.name, way)),
            );
            return `CIDEr-D ${beam} by a beam of ${result.config.beamWidth}, ${greedy} by the likeliest word, ${sampled} by drawn words; the effect is the first less the last.`;
          },
        }),
    },
  },
});
