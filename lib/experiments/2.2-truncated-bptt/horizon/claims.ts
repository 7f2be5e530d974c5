import { mean } from "../../../analysis/statistics";
import { builders, type CellName } from "../../../cells/stackOf";
import { judgeAllAbove } from "../../../lab/decide";
import { type Judgement, undecided } from "../../../lab/judgement";
import { judgeOutcomes } from "../../../lab/judgeOutcomes";
import { someOf } from "../../../lab/options";
import { study } from "../../../lab/study";
import { percent, sound } from "../../../lab/trials";
import { nameOfCell } from "../../shared/nameOfCell";
import { wholeSeeds } from "../wholeSeeds";
import {
  claimedLags,
  type RecallModelResult,
  type RecallResult,
  recallDefaults,
  recallPresets,
  type WindowKind,
  windowKinds,
} from "./config";
import { recallFigure } from "./figures";
import { recallFindings } from "./findings";
import { runRecall } from "./run";

/** 2.2: which lags can be learnt through a window. */
export const horizon = study({
  id: "2.2-horizon",
  defaults: recallDefaults,
  presets: recallPresets,
  options: { cells: someOf(Object.keys(builders)) },
  run: runRecall,
  figures: { recall: recallFigure },
  findings: recallFindings,
  claims: {
    // Exact: where cue and question never share a window, nothing of the cue is left when the question comes.
    "horizon-emptied": {
      sentence: "Without carried state no lag outside the window is learnt.",
      expected: "holds",
      figures: ["recall"],
      judge(result) {
        const { cells } = result.config;
        const seeds = seedsOf(result);
        return judgeAllAbove(
          cells.map((cell) => ({
            name: nameOfCell(cell),
            effects: seeds.map((own) => 100 * (knows - right(own, cell, "emptied", outside(result)))),
          })),
          {
            criterion: `points by which right answers at lag ${outside(result)} stay below 75 %, halfway between chance and knowing the cue, of each cell`,
            measured: said(result, cells),
            unit: "points",
          },
        );
      },
    },
    // Jaeger 2002: a recurrent network that nobody has trained keeps its last inputs in its state, where a read-out finds them.
    "horizon-carried": {
      sentence:
        "With carried state an RNN learns a lag half as long again as the window, although no gradient spans it.",
      expected: "holds",
      figures: ["recall"],
      judge: (result) => judgeLearnt(result, ["vanilla"]),
    },
    // Gers et al. 2000: an open forget gate keeps what stands in the cell until something closes it.
    "horizon-carried-gated": {
      sentence:
        "With carried state gated cells learn a lag half as long again as the window, although no gradient spans it.",
      expected: "holds",
      figures: ["recall"],
      judge: (result) => judgeLearnt(result, ["gru", "lstm"]),
    },
  },
});

/** Whoever knows the cue answers always right, whoever does not half of the time. */
const knows = 0.75;

const seedsOf = ({ models, config: { cells, lags } }: RecallResult) =>
  wholeSeeds(sound(models), cells.length * lags.length * windowKinds.length);

const outside = ({ config }: RecallResult): number => claimedLags(config.windowLength).outside;

const right = (own: readonly RecallModelResult[], cell: CellName, kind: WindowKind, lag: number): number =>
  own.find((model) => model.cell === cell && model.kind === kind && model.lag === lag)!.accuracy;

/** In how many seeds every one of the cells has learnt it: all or nothing, and so by the binomial. */
function judgeLearnt(result: RecallResult, which: readonly CellName[]): Judgement {
  const cells = result.config.cells.filter((cell) => which.includes(cell));
  const lag = outside(result);
  if (cells.length === 0)
    return undecided("such a cell is trained", `None of ${which.map(nameOfCell).join(", ")} was trained.`);
  const outcomes = seedsOf(result).map((own) => cells.every((cell) => right(own, cell, "carried", lag) > knows));
  return judgeOutcomes(outcomes, {
    measured: `${said(result, cells)} Learnt means more than 75 % right at lag ${lag}${cells.length > 1 ? ", by each of the cells" : ""}.`,
    because: "more often than not",
  });
}

function said(result: RecallResult, cells: readonly CellName[]): string {
  const { windowLength, longWindow, hiddenSize } = result.config;
  const lags = Object.values(claimedLags(windowLength));
  const seeds = seedsOf(result);
  const about = `${seeds.length} seeds, ${hiddenSize} units, windows of ${windowLength} and ${longWindow}; right answers at lags ${lags.join(", ")}`;
  if (seeds.length === 0) return `${about}: none.`;
  const of = (cell: CellName, kind: WindowKind) =>
    lags.map((lag) => percent(mean(seeds.map((own) => right(own, cell, kind, lag))))).join(", ");
  const each = cells.map(
    (cell) =>
      `${nameOfCell(cell)}: ${of(cell, "carried")} with carried state, ${of(cell, "emptied")} without, ${of(cell, "long")} with the longer window`,
  );
  return `${about}. ${each.join("; ")}.`;
}
