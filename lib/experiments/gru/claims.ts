import { type Estimate, estimate, mean } from "../../analysis/statistics";
import type { Outcome } from "../../view/verdict";
import { type Experiment, experiment } from "../experiment";
import { type Judgement, judgeAbove, judgeWithin } from "../judge";
import {
  type GruConfig,
  type GruModelResult,
  type GruResult,
  gruDefaults,
  gruPresets,
  type Kind,
  recall,
} from "./config";
import { costTable, differencesFigure, differencesTable, lossFigure, margin, publishedTable } from "./figures";
import { updateFigure } from "./gateFigures";
import { runGru } from "./run";
import { bitsWhere, finished, type Setting, textsOf } from "./select";

type GruExperiment = Experiment<GruConfig, GruResult>;

/** The claims share a run: give each the result of any one's. */
const shared = {
  section: "5.3",
  expected: "holds" as Outcome,
  defaults: gruDefaults,
  presets: gruPresets,
  run: runGru,
};

/** "Performs similarly", where both have had the same of something. */
const similar = (setting: Setting, id: string): GruExperiment =>
  experiment({
    ...shared,
    id,
    claim: `With equal ${setting}, GRU and LSTM predict texts equally well, within ${margin} bits per character.`,
    figures: { loss: lossFigure, differences: differencesFigure },
    tables: { differences: differencesTable, published: publishedTable },
    judge: (result) => judgeTexts(result, ["GRU", "LSTM"], setting),
  });

export const gruSimilarUnits = similar("units", "5.3-similar-units");
export const gruSimilarParameters = similar("parameters", "5.3-similar-parameters");
export const gruSimilarCompute = similar("multiply-adds", "5.3-similar-compute");

export const gruForms: GruExperiment = experiment({
  ...shared,
  id: "5.3-two-forms",
  claim: `The GRU's two forms, reset before and after the product, predict texts equally well, within ${margin} bits.`,
  figures: { differences: differencesFigure },
  judge: (result) => judgeTexts(result, ["GRU", "GRU, reset after"], "units"),
});

export const gruCheaper: GruExperiment = experiment({
  ...shared,
  id: "5.3-cheaper",
  claim:
    "The GRU is computationally cheaper than the LSTM: of equal size it needs less time per character in training.",
  figures: { loss: lossFigure },
  tables: { costs: costTable },
  judge(result) {
    const time = ({ curve }: GruModelResult) => curve.at(-1)!.seconds / curve.at(-1)!.characters;
    const seeds = textsOf(result).flatMap((task) => finished(result, task));
    const ratio = (of: (model: GruModelResult) => number, all: GruModelResult[]) =>
      of(sized(all, "GRU")) / of(sized(all, "LSTM"));
    if (seeds.length < 2) return judgeAbove(undefined, `${seeds.length} pairs: too few for an interval.`);
    const work = ratio(({ cost }) => cost.multiplyAdds, seeds[0]);
    const share = mean(seeds.map((all) => ratio(time, all)));
    return judgeAbove(
      estimate(seeds.map((all) => 1 - ratio(time, all))),
      `${seeds.length} pairs that took turns on one core: the GRU takes ${share.toFixed(2)} of the LSTM's time, for ` +
        `${work.toFixed(2)} of its multiply-adds; the effect is the time saved, as a share.`,
    );
  },
});

export const gruRemembers: GruExperiment = experiment({
  ...shared,
  id: "5.3-remembers",
  claim: "For equal multiply-adds a GRU recalls a symbol over a row of distractors better than a vanilla RNN.",
  figures: { loss: lossFigure },
  judge: (result) => judgeRecall(result, ["RNN", "GRU"], { setting: "multiply-adds", judge: judgeAbove }),
});

/** Of the 3 bits that there are to know, a tenth. */
const recallMargin = 0.3;

export const gruRecallsAlike: GruExperiment = experiment({
  ...shared,
  id: "5.3-recalls-alike",
  claim: `With equal units, GRU and LSTM recall a symbol over a row of distractors equally well, within ${recallMargin} bits.`,
  figures: { loss: lossFigure },
  judge: (result) =>
    judgeRecall(result, ["GRU", "LSTM"], {
      setting: "units",
      judge: (found, measured) => judgeWithin(found, measured, recallMargin),
    }),
});

export const updateGateBalances: GruExperiment = experiment({
  ...shared,
  id: "5.3-update-gate",
  claim: "One gate balances history and new data: a unit's z moves between keeping the old and taking the new.",
  figures: { gates: updateFigure },
  judge(result) {
    const units = result.models.flatMap((model) => (model.units ? [model.units] : []));
    const about = `${units.length} trained GRUs`;
    if (units.length < 2) return judgeAbove(undefined, `${about}: too few for an interval.`, 0.05);
    const share = (of: "open" | "shut") => (100 * mean(units.flat().map((unit) => unit[of]))).toFixed(0);
    const spreads = units.map((all) => mean(all.map(({ spread }) => spread)));
    return judgeAbove(
      estimate(spreads),
      `${about}: over time a unit's z has a standard deviation of ${mean(spreads).toFixed(3)}, the effect; ` +
        `${share("open")} % of all values are above 0.9 and ${share("shut")} % below 0.1.`,
      0.05,
    );
  },
});

const sized = (networks: readonly GruModelResult[], kind: Kind) =>
  networks.find((model) => model.kind === kind && model.match === "size")!;

/** The difference of two kinds within the margin on every text: the effect is that of the text which speaks most against it. */
function judgeTexts(result: GruResult, [one, other]: readonly [Kind, Kind], setting: Setting): Judgement {
  const found = textsOf(result).map((task) => {
    const seeds = finished(result, task);
    const bits = (kind: Kind) => seeds.map((all) => bitsWhere(setting, all, kind));
    return { task, bits, differences: bits(one).map((value, i) => value - bits(other)[i]) };
  });
  const about = `${found.map(({ task, differences }) => `${differences.length} seeds on ${task}`).join(", ")}`;
  if (found.length === 0 || found.some(({ differences }) => differences.length < 2)) {
    return judgeWithin(undefined, `${about}: too few for an interval.`, margin);
  }
  const said = found.map(
    ({ task, bits }) =>
      `${mean(bits(one)).toFixed(3)} (${one}) and ${mean(bits(other)).toFixed(3)} (${other}) on ${task}`,
  );
  const measured = `${about}: ${said.join("; ")} bits; the effect is the paired difference that speaks most against it.`;
  const judged = found.map(({ differences }) => judgeWithin(estimate(differences), measured, margin));
  const against = ["fails", "undecided", "holds"].flatMap((outcome) => judged.filter((one) => one.outcome === outcome));
  return { ...against[0], criterion: `on every text ${against[0].criterion}` };
}

interface RecallQuestion {
  readonly setting: Setting;
  readonly judge: (found: Estimate | undefined, measured: string) => Judgement;
}

function judgeRecall(
  result: GruResult,
  [one, other]: readonly [Kind, Kind],
  { setting, judge }: RecallQuestion,
): Judgement {
  const seeds = finished(result, recall);
  const bits = (kind: Kind) => seeds.map((all) => bitsWhere(setting, all, kind));
  const { recallSymbols, recallLag, hiddenSize } = result.config;
  const about = `${seeds.length} seeds, ${hiddenSize} units, one of ${recallSymbols} symbols after ${recallLag} distractors`;
  if (seeds.length < 2) return judge(undefined, `${about}: too few for an interval.`);
  return judge(
    estimate(bits(one).map((value, i) => value - bits(other)[i])),
    `${about}: ${mean(bits(one)).toFixed(2)} bits (${one}) and ${mean(bits(other)).toFixed(2)} (${other}) are still missing of ` +
      `${Math.log2(recallSymbols).toFixed(0)}; the effect is the paired difference.`,
  );
}
