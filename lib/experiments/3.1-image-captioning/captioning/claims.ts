import { mean } from "../../../analysis/statistics";
import { judgeAllAbove } from "../../../lab/decide";
import type { Judgement } from "../../../lab/judgement";
import { study } from "../../../lab/study";
import { judgePaired, meanText, type Of, type PairedQuestion, percent, sound } from "../../../lab/trials";
import {
  type CaptioningResult,
  captioningDefaults,
  captioningPresets,
  cells,
  meanView,
  readFirst,
  standard,
  type WritingWay,
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
      // The lecture: v enters h by a third weight matrix. A model of the words alone would lose nothing.
      expected: "holds",
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
      // Vinyals et al. 2015, section 4.3.4: their captioner writes sentences that are not in its training set.
      expected: "holds",
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
      // Vinyals et al. 2015, section 3.1: the picture at every step gave worse results, for the network then fits its noise.
      expected: "fails",
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
      // Every place of pool4 has its own object; fc7 was trained to say which one object there is.
      expected: "holds",
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
      // Ranzato et al. 2016: exposure bias.
      expected: "holds",
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
      sentence:
        "Beam search writes better captions than the most probable word each time, and than words drawn from the softmax.",
      // Vinyals et al. 2015, section 4.3.1: a beam of 20 gives 2 points of BLEU more than a beam of 1.
      expected: "holds",
      figures: ["image"],
      judge(result) {
        const finals = sound(result.models.filter(({ condition }) => condition === standard.name)).map(
          ({ final }) => final!,
        );
        const by = (way: WritingWay) => finals.map((final) => final[`${way} ciderD`]);
        const beam = by("beam");
        const parts = (["greedy", "sampled"] as const).map((way) => {
          const name = { greedy: "the likeliest word", sampled: "drawn words" }[way];
          return { name, way, effects: by(way).map((score, i) => beam[i] - score) };
        });
        const reached = finals.length < 2 ? [] : parts.map(({ name, way }) => `${three(mean(by(way)))} by ${name}`);
        return judgeAllAbove(parts, {
          criterion: "the CIDEr-D of the beam less that of each other way, each alone",
          unit: "CIDEr-D",
          measured: `CIDEr-D by a beam of ${result.config.beamWidth} (${about(result)}): ${[meanText(beam), ...reached].join(", ")}.`,
        });
      },
    },
  },
});
