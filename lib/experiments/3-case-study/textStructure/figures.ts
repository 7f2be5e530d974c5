import { mean } from "../../../analysis/statistics";
import { meanAndBand, overCurves } from "../../../lab/bands";
import type { CurvePoint } from "../../../lab/textLearner";
import { finished } from "../../../lab/trials";
import { bars } from "../../../view/bars";
import { type Figure, lines } from "../../../view/figure";
import type { Reference } from "../../../view/guides";
import { panels } from "../../../view/panels";
import type { Table } from "../../../view/table";
import { textHeats } from "../../../view/textHeat";
import { unitBars } from "../unitBars";
import type { Count, TextModelResult, TextResult, Written } from "./config";
import { outOfSight } from "./textKinds";

type Curves = Omit<TextResult, "models"> & {
  readonly models: readonly { readonly curve: readonly (CurvePoint & Written)[] }[];
};

/** Held-out loss, and that of the counting models. */
export function lossOfText({ models, counting, corpus }: Curves): Figure {
  const held = overCurves("held-out text", models, {
    x: ({ characters }) => characters,
    y: ({ heldOutBits }) => heldOutBits,
  });
  const levels = counting.map(({ bits }) => bits);
  return lines([held], {
    title: `Learning ${corpus.name}`,
    x: { title: "characters read", log: true },
    y: {
      title: "bits per character",
      range: [Math.min(...levels, ...held.y) - 0.2, Math.max(...levels, ...held.y) + 0.2],
    },
    references: counting.map(({ order, bits }, i) => ({
      name: `${order}-gram: ${bits.toFixed(2)}`,
      y: bits,
      side: i % 2 ? "right" : "left",
    })),
    alt: `Held-out loss of ${models.length} models of ${corpus.name}, which ends at ${held.y.at(-1)?.toFixed(2) ?? "–"} bits per character`,
  });
}

export const textUnits = ({ models, corpus }: TextResult): Figure =>
  unitBars(`One unit for each structure of ${corpus.name}`, finished(models));

/** The best units' values over some lines of the held-out text. */
export function textPassage({ passage, corpus, models }: TextResult): Figure {
  const units = passage?.units ?? [];
  return textHeats({
    title: `Units of one network over held-out lines of ${corpus.name}`,
    text: passage?.text ?? " ",
    layers: units.map(({ best, values }) => ({
      title: `${best.structure}: unit ${best.unit}, AUC ${best.heldOut.toFixed(2)}`,
      values: values.map((value) => best.sign * value),
    })),
    colorTitle: "activation",
    alt: `The units for ${units.map(({ best }) => best.structure).join(", ")} of the first of ${models.length} models, coloured over held-out text`,
  });
}

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

function overCheckpoints(models: readonly TextModelResult[], name: string) {
  const steps = [
    ...new Set(models.flatMap(({ curve }) => curve.filter(({ written }) => written).map(({ step }) => step))),
  ];
  const points = steps.map((step) => models.flatMap(({ curve }) => curve.filter((point) => point.step === step)));
  const shares = points.map((at) => known(at.map(({ written }) => (written ? share(written.counts[name]) : null))));
  const kept = steps.map((_, i) => i).filter((i) => shares[i].length > 0);
  return { x: kept.map((i) => points[i][0].characters), ...meanAndBand(kept.map((i) => shares[i])) };
}

function meanShare(counts: readonly Count[]): number | null {
  const shares = known(counts.map(share));
  return shares.length > 0 ? mean(shares) : null;
}

/** What the characters cost that something far away decides: n-grams beside the networks. */
export function farFigure({ models, counting, farCharacters, corpus }: TextResult): Figure {
  const names = Object.keys(farCharacters);
  const done = finished(models);
  const last = done.flatMap(({ curve }) => curve.at(-1)?.heldOutBits ?? []);
  const networks = [...names.map((name) => done.map(({ far }) => far[name])), last];
  const all = [
    ...counting.map(({ order, far, bits }) => ({
      name: `${order}-gram`,
      y: [...names.map((name) => far[name]), bits],
    })),
    ...(last.length > 0 ? [{ name: "networks", ...meanAndBand(networks) }] : []),
  ];
  return bars(all, {
    title: `Where what decides lies ${outOfSight} or more characters back`,
    groups: [...names.map((name) => `${name} (${farCharacters[name]})`), "every character"],
    x: "",
    y: { title: "bits per held-out character" },
    alt: `Held-out bits of networks and n-grams of ${corpus.name} at ${names.join(", ")}, and of every character`,
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
    rows: [...counting.map(({ order, bits, sample }) => [`${order}-gram`, bits.toFixed(2), sample]), ...drawn],
    verbatim: [2],
  };
}
