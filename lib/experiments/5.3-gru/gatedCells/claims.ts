import { mean } from "../../../analysis/statistics";
import { judge, judgeEvery } from "../../../lab/judge";
import type { Judgement } from "../../../lab/judgement";
import { type Claim, study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import type { NetworkKind } from "./config";
import { type GruModelResult, type GruResult, gruDefaults, gruPresets } from "./config";
import { costTable, differencesFigure, differencesTable, gatedLossFigure, margin, publishedGruTable } from "./figures";
import { bitsBySeed, type Equality, sizedBySeed, textsOf } from "./rows";
import { runGru } from "./run";
import { recall } from "./tasks";
import { updateFigure } from "./updateFigure";

/** Of the 3 bits that there are to know, a tenth. */
const recallMargin = 0.3;

/** 5.3: GRU, LSTM and RNN on texts and on a task of a long lag, at equal units, parameters and multiply-adds. */
export const gatedCells = study({
  id: "5.3-gated-cells",
  defaults: gruDefaults,
  presets: gruPresets,
  run: runGru,
  figures: { loss: gatedLossFigure, differences: differencesFigure, gates: updateFigure },
  tables: { differences: differencesTable, published: publishedGruTable, costs: costTable },
  claims: {
    "similar-units": similar("units"),
    "similar-parameters": similar("parameters"),
    "similar-compute": similar("multiply-adds"),
    "two-forms": {
      sentence: `The GRU's two forms, reset before and after the product, predict texts equally well, within ${margin} bits.`,
      figures: ["differences"],
      judge: (result) => onEveryText(result, "units", "GRU, reset after"),
    },
    cheaper: {
      sentence:
        "The GRU is computationally cheaper than the LSTM: of equal size it needs less time per character in training.",
      figures: ["loss"],
      judge(result) {
        const time = ({ curve }: GruModelResult) => curve.at(-1)!.seconds / curve.at(-1)!.characters;
        const rows = textsOf(result)
          .flatMap((task) => sizedBySeed(result, task, sound))
          .map(({ GRU, LSTM }) => ({
            time: time(GRU) / time(LSTM),
            work: GRU.cost.multiplyAdds / LSTM.cost.multiplyAdds,
          }));
        return judge(rows, {
          about: `${rows.length} pairs that took turns on one core`,
          effect: ({ time }) => 1 - time,
          measured: ({ time, work }) =>
            `the GRU takes ${time.toFixed(2)} of the LSTM's time, for ${work.toFixed(2)} of its multiply-adds; ` +
            "the effect is the time saved, as a share.",
        });
      },
    },
    remembers: {
      sentence: "For equal multiply-adds a GRU recalls a symbol over a row of distractors better than a vanilla RNN.",
      figures: ["loss"],
      judge: (result) => judgeRecall(result, ["RNN", "GRU"], "multiply-adds"),
    },
    "recalls-alike": {
      sentence: `With equal units, GRU and LSTM recall a symbol over a row of distractors equally well, within ${recallMargin} bits.`,
      figures: ["loss"],
      judge: (result) => judgeRecall(result, ["GRU", "LSTM"], "units", recallMargin),
    },
    "update-gate": {
      sentence: "One gate balances history and new data: a unit's z moves between keeping the old and taking the new.",
      figures: ["gates"],
      judge({ models }) {
        const rows = sound(models.filter(({ kind, task }) => kind === "GRU" && task !== recall)).map(({ units }) => {
          const over = (of: "spread" | "open" | "shut") => mean(units!.map((unit) => unit[of]));
          return { spread: over("spread"), open: over("open"), shut: over("shut") };
        });
        const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
        return judge(rows, {
          about: `${rows.length} trained GRUs`,
          effect: ({ spread }) => spread,
          measured: ({ spread, open, shut }) =>
            `over time a unit's z has a standard deviation of ${spread.toFixed(3)}, the effect; ` +
            `${percent(open)} of all values are above 0.9 and ${percent(shut)} below 0.1.`,
          least: 0.05,
        });
      },
    },
  },
});

/** The GRU less another within the margin on every text. */
function onEveryText(result: GruResult, setting: Equality, other: NetworkKind): Judgement {
  const texts = textsOf(result).map((task) => ({ task, rows: bitsBySeed(result, task, setting, sound) }));
  const about = texts.map(({ task, rows }) => `${rows.length} seeds on ${task}`).join(", ");
  const short = texts.length === 0 || texts.some(({ rows }) => rows.length < 2);
  const said = texts.map(({ task, rows }) => {
    const bits = (kind: NetworkKind) => `${mean(rows.map((row) => row[kind])).toFixed(3)} (${kind})`;
    return `${bits("GRU")} and ${bits(other)} on ${task}`;
  });
  const measured = () => `${said.join("; ")} bits; the effect is the paired difference that speaks most against it.`;
  const question = { about, effect: (row: Record<NetworkKind, number>) => row.GRU - row[other], measured, margin };
  if (short) return judge([], question);
  return judgeEvery(
    texts.map(({ rows }) => judge(rows, question)),
    "on every text",
  );
}

/** The claim that the two perform similarly, where both have had the same of something. */
function similar(setting: Equality): Claim<GruResult, "loss" | "differences"> {
  return {
    sentence: `With equal ${setting}, GRU and LSTM predict texts equally well, within ${margin} bits per character.`,
    figures: ["loss", "differences"],
    judge: (result) => onEveryText(result, setting, "LSTM"),
  };
}

function judgeRecall(
  result: GruResult,
  [one, other]: readonly [NetworkKind, NetworkKind],
  setting: Equality,
  margin?: number,
) {
  const { recallSymbols, recallLag, hiddenSize } = result.config;
  const rows = bitsBySeed(result, recall, setting, sound);
  return judge(rows, {
    about: `${rows.length} seeds, ${hiddenSize} units, one of ${recallSymbols} symbols after ${recallLag} distractors`,
    effect: (bits) => bits[one] - bits[other],
    measured: (bits) =>
      `${bits[one].toFixed(2)} bits (${one}) and ${bits[other].toFixed(2)} (${other}) are still missing of ` +
      `${Math.log2(recallSymbols).toFixed(0)}; the effect is the paired difference.`,
    margin,
  });
}
