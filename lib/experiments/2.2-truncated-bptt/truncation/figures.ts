import { mean } from "../../../analysis/statistics";
import type { CurvePoint } from "../../../lab/textLearner";
import { meanText } from "../../../lab/trials";
import { type Figure, lines, palette, type Series } from "../../../view/figure";
import { panels } from "../../../view/panels";
import type { Table } from "../../../view/table";
import type { LearningModelResult, LearningResult } from "./config";
import { bestFull } from "./fullBptt";

const names = { carried: "state carried", emptied: "state emptied", full: "full BPTT" } as const;

/** Held-out loss against the characters that were read, and against the time that it took. */
export function windowLearningFigure(result: LearningResult): Figure {
  const { windows } = result.config;
  // Colour says how long the window is, the dash whether its state is carried.
  const groups: readonly Group[] = [
    ...(["carried", "emptied"] as const).flatMap((kind) =>
      windows.map(
        (length, i): Group => ({
          name: `${length}, ${names[kind]}`,
          models: result.models.filter((model) => model.kind === kind && model.windowLength === length),
          look: { color: palette[i], dash: kind === "carried" ? "solid" : "dot" },
        }),
      ),
    ),
    {
      name: `${result.config.excerpt}, ${names.full}`,
      models: bestFull(result),
      look: { color: palette[6], dash: "solid", width: 3 },
    },
  ];
  const ends = groups.flatMap(({ models }) =>
    models.flatMap(({ curve }) => curve.map(({ heldOutBits }) => heldOutBits)),
  );
  const y = {
    title: "bits per held-out character",
    range: [Math.min(...ends, 9) - 0.1, Math.min(5.2, Math.max(...ends, 1) + 0.1)] as const,
  };
  return panels("Truncated BPTT: windows that slide over the same text", [
    lines(
      groups.map((group) => lineOf(group, ({ characters }) => characters)),
      {
        title: "against characters read",
        x: { title: "characters" },
        y,
        alt: `held-out loss against characters read, ${groups.map(({ name }) => name).join("; ")}`,
      },
    ),
    lines(
      groups.map((group) => lineOf(group, ({ seconds }) => seconds)),
      {
        title: "against time spent in training steps",
        x: { title: "seconds", log: true },
        y,
        alt: "the same against seconds",
      },
    ),
  ]);
}

interface Group {
  readonly name: string;
  readonly models: readonly LearningModelResult[];
  readonly look: Pick<Series, "color" | "dash" | "width">;
}

/** Mean over the models at each point of their curves, along the mean of what stands on the x axis. */
function lineOf({ name, models, look }: Group, of: (point: CurvePoint) => number): Series {
  const points = Math.min(...models.map(({ curve }) => curve.length));
  const at = Array.from({ length: Number.isFinite(points) ? points : 0 }, (_, i) =>
    models.map(({ curve }) => curve[i]),
  );
  return {
    ...{ name, ...look },
    x: at.map((all) => mean(all.map(of))),
    y: at.map((all) => mean(all.map((point) => point.heldOutBits))),
  };
}

/** Where each method ends: bits, both ways of reading, steps and seconds. */
export function windowEndsTable(result: LearningResult): Table {
  const { windows, excerpt, excerpts, fullRates } = result.config;
  const row = (name: string, models: readonly LearningModelResult[]) => [
    name,
    String((excerpt * excerpts) / (models[0]?.windowLength ?? excerpt)),
    meanText(
      models.map(({ curve }) => curve.at(-1)?.seconds ?? 0),
      1,
    ),
    meanText(models.flatMap(({ carriedBits }) => carriedBits ?? [])),
    meanText(models.flatMap(({ emptiedBits }) => emptiedBits ?? [])),
  ];
  const of = (kind: string, length: number) =>
    result.models.filter((model) => model.kind === kind && model.windowLength === length);
  return {
    caption:
      "After the same text: held-out bits per character, read with carried state and with the state emptied at each window of the training's length",
    header: ["window", "steps", "seconds", "bits, carried", "bits, emptied"],
    rows: [
      ...(["carried", "emptied"] as const).flatMap((kind) =>
        windows.map((length) => row(`${length}, ${names[kind]}`, of(kind, length))),
      ),
      ...fullRates.map((rate) =>
        row(
          `${excerpt}, full BPTT, learning rate ${rate}`,
          of("full", excerpt).filter(({ learningRate }) => learningRate === rate),
        ),
      ),
    ],
  };
}
