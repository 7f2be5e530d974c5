import { mean } from "../../../analysis/statistics";
import { judgeEvery, judgeWithin } from "../../../lab/decide";
import { bySeed, judge } from "../../../lab/judge";
import { judgeOutcomes, judgePairedOutcomes } from "../../../lab/judgeOutcomes";
import { type Claim, study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { lossMargin, lossMarginReason } from "../../shared/lossMargin";
import {
  type Equality,
  type GruModelResult,
  type GruResult,
  gruDefaults,
  gruPresets,
  type NetworkKind,
} from "./config";
import { costTable, differencesFigure, differencesTable, gatedLossFigure, publishedGruTable } from "./figures";
import { gruFindings } from "./findings";
import { bitsOf, comparedBySeed, lastBlocks, textsOf } from "./rows";
import { runGru } from "./run";
import { recall } from "./tasks";
import { updateFigure } from "./updateFigure";

/** The symbol is learnt where less than this share of its bits is missing. */
const stillMissing = 0.1;

/** 5.3: GRU, LSTM and RNN on texts and on a task of a long lag, at equal units, parameters and multiply-adds. */
export const gatedCells = study({
  id: "5.3-gated-cells",
  defaults: gruDefaults,
  presets: gruPresets,
  run: runGru,
  figures: { loss: gatedLossFigure, differences: differencesFigure, gates: updateFigure },
  findings: gruFindings,
  tables: { differences: differencesTable, published: publishedGruTable, costs: costTable },
  claims: {
    "similar-units": similar("units"),
    "similar-parameters": similar("parameters"),
    "similar-compute": similar("multiply-adds"),
    // Section 5.1: a vanilla RNN's gradient vanishes over such a lag; Hochreiter & Schmidhuber 1997, Chung et al. 2014.
    remembers: {
      sentence:
        "For equal multiply-adds a GRU learns to recall a symbol over a row of distractors where a vanilla RNN does not.",
      expected: "holds",
      figures: ["loss"],
      judge(result) {
        const { learnt, said } = recalled(result, "multiply-adds", ["GRU", "RNN"]);
        return judgePairedOutcomes(
          learnt.map(({ GRU, RNN }) => [GRU, RNN] as const),
          { measured: `${said} The effect is the paired difference of the shares.` },
        );
      },
    },
    // "Performs similarly to LSTM" on long lags, too: Chung et al. 2014, Jozefowicz et al. 2015.
    "recalls-alike": {
      sentence: "With equal units, GRU and LSTM both learn to recall a symbol over a row of distractors.",
      expected: "holds",
      figures: ["loss"],
      judge(result) {
        const { learnt, said } = recalled(result, "units", ["GRU", "LSTM"]);
        return judgeOutcomes(
          learnt.map(({ GRU, LSTM }) => GRU && LSTM),
          {
            least: 0.5,
            because: "most seeds",
            measured: `${said} The effect is the share of seeds of which both have.`,
          },
        );
      },
    },
    // The lecture: one gate balances history and new data.
    "update-gate": {
      sentence:
        "One gate balances history and new data: a unit's z moves between keeping the old and taking the new, in a trained GRU more than in a fresh one.",
      expected: "holds",
      figures: ["gates"],
      judge(result) {
        const own = sound(result.models.filter(({ kind, task }) => kind === "GRU" && task !== recall));
        const texts = textsOf(result);
        const rows = bySeed(own, texts, ({ task }) => task).map((byText) => {
          const over = (of: (model: GruModelResult) => number) => mean(texts.map((task) => of(byText[task])));
          const ofUnits = (of: "spread" | "open" | "shut") => over(({ units }) => mean(units!.map((unit) => unit[of])));
          return {
            fresh: over(({ freshSpread }) => freshSpread!),
            ...{ spread: ofUnits("spread"), open: ofUnits("open"), shut: ofUnits("shut") },
          };
        });
        const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
        return judge(rows, {
          about: `${rows.length} seeds, ${result.config.hiddenSize} units, each on ${texts.join(" and ")}`,
          effect: ({ spread, fresh }) => spread - fresh,
          unit: "standard deviations of z",
          measured: ({ spread, fresh, open, shut }) =>
            `over time a unit's z has a standard deviation of ${spread.toFixed(3)} after training and ${fresh.toFixed(3)} before, ` +
            `the effect is the difference; ${percent(open)} of all values are above 0.9 and ${percent(shut)} below 0.1.`,
        });
      },
    },
  },
});

/** The claim that the GRU and the LSTM perform similarly on every text, where both have had the same of something. */
function similar(setting: Equality): Claim<GruResult, "loss" | "differences"> {
  return {
    sentence: `With equal ${setting}, GRU and LSTM predict texts equally well, within ${lossMargin} bits per character.`,
    // Chung et al. 2014; Jozefowicz et al. 2015; the lecture.
    expected: "holds",
    figures: ["loss", "differences"],
    judge(result) {
      const judged = result.config.corpora.map((task) => {
        const rows = comparedBySeed(result, task, setting, sound);
        const { hiddenSize, steps } = result.config;
        const bits = (kind: NetworkKind) => {
          const { learningRate, cost } = rows[0][kind];
          const average = mean(rows.map((row) => bitsOf(row[kind]))).toFixed(3);
          return `${average} (${kind}, ${cost.parameters} parameters, rate ${learningRate})`;
        };
        const about = `${task}, ${rows.length} seeds, GRU of ${hiddenSize} units, ${steps} steps`;
        return judgeWithin(
          rows.map(({ GRU, LSTM }) => lastBlocks(GRU).map((bits, i) => bits - lastBlocks(LSTM)[i])),
          {
            measured:
              rows.length < 2
                ? `${about}: too few for an interval.`
                : `${about}: ${bits("GRU")} and ${bits("LSTM")} bits; the effect is the paired difference.`,
            unit: "bits per character",
            margin: lossMargin,
            because: lossMarginReason,
          },
        );
      });
      return judgeEvery(judged, "on every text");
    },
  };
}

/** Of each seed and kind, whether it has learnt to recall; in words. */
function recalled(result: GruResult, setting: Equality, kinds: readonly NetworkKind[]) {
  const { recallSymbols, recallLag, hiddenSize, recallSteps } = result.config;
  const all = Math.log2(recallSymbols);
  const learnt = comparedBySeed(result, recall, setting, sound).map(
    (row) =>
      Object.fromEntries(kinds.map((kind) => [kind, bitsOf(row[kind]) < stillMissing * all])) as Record<
        NetworkKind,
        boolean
      >,
  );
  const counts = kinds.map((kind) => `${learnt.filter((row) => row[kind]).length} (${kind})`).join(" and ");
  const said =
    `${learnt.length} seeds, ${hiddenSize} units, ${recallSteps} steps, one of ${recallSymbols} symbols after ${recallLag} distractors: ` +
    `${counts} have learnt it, so that less than ${(stillMissing * all).toFixed(1)} of ${all.toFixed(0)} bits are missing.`;
  return { learnt, said };
}
