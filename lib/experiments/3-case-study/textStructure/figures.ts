import { mean } from "../../../analysis/statistics";
import { meanAndBand } from "../../../lab/bands";
import type { CurvePoint } from "../../../lab/textLearner";
import { finished } from "../../../lab/trials";
import { bars } from "../../../view/bars";
import { type Figure, lines } from "../../../view/figure";
import type { Reference } from "../../../view/guides";
import { panels } from "../../../view/panels";
import type { Table } from "../../../view/table";
import { readerCurves } from "../readerFigures";
import type { Count, Counting, Counts, TextModel, TextResult, Written } from "./config";
import { everyCharacter } from "./far";
import { outOfSight } from "./textKinds";

type Curves = Pick<TextResult, "counting" | "corpus"> & {
  readonly models: readonly { readonly curve: readonly (CurvePoint & Written)[] }[];
};

/** Held-out loss, and that of the counting models. */
export const lossOfText = ({ models, counting, corpus }: Curves): Figure =>
  readerCurves(
    corpus.name,
    models,
    counting.map((one, i) => ({
      name: `${one.order}-gram: ${bitsOf(one).toFixed(2)}`,
      y: bitsOf(one),
      side: i % 2 ? "right" : "left",
    })),
  );

const bitsOf = ({ far }: Pick<Counting, "far">): number => mean(far[everyCharacter]);

/** What is in the texts of each checkpoint. */
export const writtenAt = ({ curve }: TextModel): { step: number; characters: number; counts: Counts }[] =>
  curve.flatMap((point) =>
    "written" in point ? [{ step: point.step, characters: point.characters, counts: point.written!.counts }] : [],
  );

export const share = ({ right, all }: Count): number | null => (all > 0 ? right / all : null);
const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

/** What is right in the texts that are written, as training goes on; the text itself and the counting models beside it. */
export function structureOverTraining(result: TextResult): Figure {
  const { real, counting, corpus } = result;
  const panel = (name: string) => {
    const references: Reference[] = [
      { name: corpus.name, y: share(real[name]) ?? 0, side: "left" },
      ...counting.map(({ order, counts }, i) => ({
        name: `${order}-gram`,
        y: meanShare(counts.map((one) => one[name])) ?? 0,
        side: i === 0 ? ("left" as const) : ("right" as const),
      })),
    ];
    return lines([{ name: "networks", markers: true, ...overCheckpoints(result.models, name) }], {
      title: name,
      x: { title: "characters read", log: true },
      y: { title: "", range: [-0.03, 1.09] },
      references,
      alt: name,
    });
  };
  return panels(`Structure in what the networks write, against n-grams of the same text`, Object.keys(real).map(panel));
}

function overCheckpoints(models: readonly TextModel[], name: string) {
  const written = models.flatMap(writtenAt);
  const points = [...new Set(written.map(({ characters }) => characters))]
    .map((x) => ({
      x,
      shares: known(written.map(({ characters, counts }) => (characters === x ? share(counts[name]) : null))),
    }))
    .filter(({ shares }) => shares.length > 0);
  return { x: points.map(({ x }) => x), ...meanAndBand(points.map(({ shares }) => shares)) };
}

function meanShare(counts: readonly Count[]): number | null {
  const shares = known(counts.map(share));
  return shares.length > 0 ? mean(shares) : null;
}

/** What the characters cost that something far away decides: n-grams beside the networks. */
export function farFigure({ models, counting, farCharacters, corpus }: TextResult): Figure {
  const names = Object.keys(farCharacters);
  const done = finished(models);
  const all = [
    ...counting.map(({ order, far }) => ({ name: `${order}-gram`, y: names.map((name) => mean(far[name])) })),
    ...(done.length > 0
      ? [{ name: "networks", ...meanAndBand(names.map((name) => done.map(({ far }) => mean(far[name])))) }]
      : []),
  ];
  return bars(all, {
    title: `Where what decides lies ${outOfSight} or more characters back`,
    groups: names.map((name) => `${name} (${farCharacters[name].toLocaleString("en")})`),
    x: "",
    y: { title: "bits per held-out character" },
    alt: `Held-out bits of networks and n-grams of ${corpus.name} at ${names.join(", ")}`,
  });
}

/** What the first network writes at its checkpoints, and the counting models. */
export function writtenTable({ models, counting }: TextResult): Table {
  const drawn = (models[0]?.curve ?? []).flatMap(({ characters, heldOutBits, written }) =>
    written
      ? [[`network after ${characters.toLocaleString("en")} characters`, heldOutBits.toFixed(2), written.sample]]
      : [],
  );
  return {
    caption: "Written from the same place on, at temperature 1",
    header: ["by", "held-out bits", "text"],
    rows: [...counting.map((one) => [`${one.order}-gram`, bitsOf(one).toFixed(2), one.sample]), ...drawn],
    verbatim: [2],
  };
}
