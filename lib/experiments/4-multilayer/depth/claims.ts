import { mean } from "../../../analysis/statistics";
import { judgeAllAbove, judgeEvery, judgeWithin } from "../../../lab/decide";
import { counts, someOf } from "../../../lab/options";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import {
  type DepthResult,
  depthDefaults,
  depthPresets,
  lstmDepthDefaults,
  lstmDepthPresets,
  type Regime,
  regimes,
} from "./config";
import { curvesFigure, depthBitsFigure, depthsTable, gradientsFigure, timeFigure } from "./figures";
import { depthFindings } from "./findings";
import { armsIn, gainsOf, seedsByDepth } from "./gains";
import { runDepths } from "./run";

/** In bits per character, above the noise of a held-out text of 120,000 characters: two depths closer than this count as equal. */
const margin = 0.03;

const shared = {
  options: { regimes: someOf(regimes), depths: counts },
  run: runDepths,
  figures: { bits: depthBitsFigure, curves: curvesFigure, gradients: gradientsFigure, time: timeFigure },
  findings: depthFindings,
  tables: { depths: depthsTable },
};

/** 4: vanilla RNNs of one to five layers, with equal hidden size and with equal parameters. */
export const depth = study({
  ...shared,
  id: "4-depth",
  defaults: depthDefaults,
  presets: depthPresets,
  claims: {
    // The lecture. Hermans & Schrauwen 2013, Pascanu et al. 2014: deep RNNs predict characters better.
    "enough-layers": {
      sentence: "Two to four layers of a vanilla RNN predict better than one.",
      expected: "holds",
      figures: ["bits", "curves", "gradients", "time"],
      judge: (result) => judgeOverOne(result, "equal hidden size"),
    },
    // "Usually 2–4 layers are good enough": the lecture.
    "five-hardly-better": {
      sentence: `Five layers of a vanilla RNN are as good as the best of two to four, within ${margin} bits per character.`,
      expected: "holds",
      figures: ["bits"],
      judge: judgeDeepest,
    },
    // The control: more layers are more weights. Hermans & Schrauwen 2013, Graves 2013.
    "depth-not-weights": {
      sentence:
        "It is depth and not the number of weights: with as many parameters, too, two to four layers predict better than one.",
      expected: "holds",
      figures: ["bits"],
      judge: (result) => judgeOverOne(result, "equal parameters"),
    },
  },
});

/** 4: the same for LSTMs. */
export const lstmDepth = study({
  ...shared,
  id: "4-lstm-depth",
  defaults: lstmDepthDefaults,
  presets: lstmDepthPresets,
  claims: {
    // The lecture. Graves 2013, Sutskever et al. 2014: deep LSTMs predict better than shallow ones.
    "enough-lstm-layers": {
      sentence: "Two to four layers of an LSTM predict better than one.",
      expected: "holds",
      figures: ["bits", "curves", "gradients", "time"],
      judge: (result) => judgeOverOne(result, "equal hidden size"),
    },
    "five-lstm-hardly-better": {
      sentence: `Five layers of an LSTM are as good as the best of two to four, within ${margin} bits per character.`,
      expected: "holds",
      figures: ["bits"],
      judge: judgeDeepest,
    },
  },
});

/** What is known of one text, of each seed and block of the held-out text, in bits per character. */
interface OfText {
  readonly name: string;
  readonly overOne: readonly (readonly number[])[];
  readonly deepest: readonly (readonly number[])[];
  readonly words: string;
}

function ofTexts(result: DepthResult, regime: Regime): OfText[] {
  const { depths, cell, steps } = result.config;
  return result.config.corpora.map((name) => {
    const arms = armsIn(result, regime, name);
    const rows = seedsByDepth(arms, sound);
    if (rows.length < 2) return { name, overOne: [], deepest: [], words: `${name}: too few models for an interval.` };
    const { chosen } = gainsOf(rows.map((row) => row.map(({ heldOutBits }) => heldOutBits!)));
    const saved = (from: number | "best", to: number | "best") =>
      rows.map((row, seed) => {
        const blocks = (depth: number | "best") => row[depth === "best" ? chosen[seed] : depth].heldOutBlocks!;
        return blocks(from).map((bits, i) => bits - blocks(to)[i]);
      });
    const levels = arms.map(
      ({ hiddenSize, learningRate }, i) =>
        `${mean(rows.map((row) => row[i].heldOutBits!)).toFixed(3)} (${depths[i]} × ${hiddenSize}, rate ${learningRate})`,
    );
    const words = `${name}, ${rows.length} seeds of ${cell}, ${steps} steps: ${levels.join(", ")} bits.`;
    return { name, overOne: saved(0, "best"), deepest: saved("best", depths.length - 1), words };
  });
}

/** The claim that the best of the depths between saves something over one layer, on every text. */
function judgeOverOne(result: DepthResult, regime: Regime) {
  const texts = ofTexts(result, regime);
  return judgeAllAbove(
    texts.map(({ name, overOne }) => ({ name, effects: overOne })),
    {
      criterion: `bits that the best of the depths between saves over one layer at ${regime}, on every text`,
      unit: "bits per character",
      measured: texts.map(({ words }) => words).join(" "),
    },
  );
}

/** The claim that the deepest saves nothing over the best of those between, on every text, at equal hidden size. */
function judgeDeepest(result: DepthResult) {
  const judged = ofTexts(result, "equal hidden size").map(({ deepest, words }) =>
    judgeWithin(deepest, {
      measured: `${words} The effect is what the deepest saves over the best between.`,
      unit: "bits per character",
      margin,
      because: "a sixth of what the second layer of an RNN of 128 units saved in a pilot",
    }),
  );
  return judgeEvery(judged, "on every text");
}
