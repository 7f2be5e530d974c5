import { mean } from "../../../analysis/statistics";
import { builders } from "../../../cells/stackOf";
import { judgeAllAbove, type NamedEffect } from "../../../lab/decide";
import { counts, someOf } from "../../../lab/options";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { nameOfCell } from "../../shared/nameOfCell";
import { wholeSeeds } from "../wholeSeeds";
import {
  type LearningModelResult,
  type LearningResult,
  learningDefaults,
  learningPresets,
  type Method,
} from "./config";
import { raceFigure, windowEndsTable, windowLearningFigure } from "./figures";
import { learningFindings } from "./findings";
import { race } from "./race";
import { methodsOf, runLearning } from "./run";

/** 2.2: windows with carried state, windows with an empty one, and full BPTT. */
export const truncation = study({
  id: "2.2-truncation",
  defaults: learningDefaults,
  presets: learningPresets,
  options: { cells: someOf(Object.keys(builders)), windows: counts },
  run: runLearning,
  figures: { learning: windowLearningFigure, race: raceFigure },
  findings: learningFindings,
  tables: { ends: windowEndsTable },
  claims: {
    // What a state tells of the past cannot make the best prediction worse (Cover & Thomas 2006, theorem 2.6.5: conditioning
    // reduces entropy); Graves 2013 and char-rnn carry it from window to window.
    "carried-state": {
      sentence: "A window that carries its state learns to predict better than the same window with an empty state.",
      expected: "holds",
      figures: ["learning"],
      judge(result) {
        const { cells, windows } = result.config;
        const seeds = seedsOf(result);
        const parts = cells.flatMap((cell) =>
          windows.map(
            (length): NamedEffect => ({
              name: `${nameOfCell(cell)}, ${length}`,
              effects: seeds.map((own) =>
                savedByState(of(own, cell, "emptied", length), of(own, cell, "carried", length)),
              ),
            }),
          ),
        );
        const gains = parts.map(
          ({ name, effects }) => `${mean(effects.map((one) => mean(one as number[]))).toFixed(3)} (${name})`,
        );
        return judgeAllAbove(parts, {
          criterion: "bits saved by the carried state after equally many updates, of each cell and window",
          measured: `${about(result, seeds.length)}, ${result.config.steps} updates; saved: ${gains.join(", ")}. The model without carried state is read in the way that suits it better.`,
          unit: "bits per character",
        });
      },
    },
    // Williams & Peng 1990: truncated BPTT reaches the same error in a small part of the time.
    "faster-than-full": {
      sentence: "In the time that full BPTT takes, a sliding window that carries its state reaches a lower loss.",
      expected: "holds",
      figures: ["race"],
      judge(result) {
        const { cells, raced, excerpt } = result.config;
        const seeds = seedsOf(result);
        const races = cells.map((cell) => ({
          name: nameOfCell(cell),
          all: seeds.map((own) => race(of(own, cell, "full", excerpt).curve, of(own, cell, "raced", raced).curve)),
        }));
        const said = races.map(({ name, all }) => {
          const by = (what: keyof ReturnType<typeof race>) => mean(all.map((one) => one[what]));
          return (
            `${name}: full BPTT ${by("full").toFixed(3)} bits after ${by("updates")} updates and ${by("seconds").toFixed(1)} s, ` +
            `the window ${by("atTime").toFixed(3)} after as much time, ${by("atUpdates").toFixed(3)} after as many updates, ${by("atCharacters").toFixed(3)} after as many characters`
          );
        });
        return judgeAllAbove(
          races.map(({ name, all }) => ({ name, effects: all.map(({ full, atTime }) => full - atTime) })),
          {
            criterion: `the loss of full BPTT over ${excerpt} characters at its end, less that of a window of ${raced} after as much time without the recording of the graph, of each cell`,
            measured: `${about(result, seeds.length)}. ${said.join("; ")}.`,
            unit: "bits per character",
          },
        );
      },
    },
  },
});

/** The models of the seeds of which every method has finished. */
const seedsOf = ({ models, config }: LearningResult) => wholeSeeds(sound(models), methodsOf(config).length);

const about = ({ config }: LearningResult, seeds: number): string =>
  `${seeds} seeds of ${config.cells.map(nameOfCell).join(", ")}, ${config.hiddenSize} units`;

const of = (
  own: readonly LearningModelResult[],
  cell: string,
  kind: Method["kind"],
  length: number,
): LearningModelResult =>
  own.find((model) => model.cell === cell && model.kind === kind && model.windowLength === length)!;

/** By block of the held-out text. */
function savedByState({ carried, emptied }: LearningModelResult, whole: LearningModelResult): number[] {
  const better = emptied!.bits < carried!.bits ? emptied! : carried!;
  return better.blocks.map((bits, i) => bits - whole.carried!.blocks[i]);
}
