import { mean } from "../../../analysis/statistics";
import { nounOf } from "../../../data/sceneNouns";
import { meanAndBand } from "../../../lab/bands";
import { meanText } from "../../../lab/trials";
import { bars } from "../../../view/bars";
import { type Figure, lines } from "../../../view/figure";
import { lit } from "../../../view/lit";
import { panels } from "../../../view/panels";
import { type ColourPicture, noPicture, pictureSheet, wholeRows } from "../../../view/pictureSheet";
import type { Table } from "../../../view/table";
import { type CaptionCurves, captionLossFigure } from "../../shared/captionLoss";
import { type AttentionFinal, type AttentionModel, type AttentionResult, hardArms, soft, unattended } from "./config";

const order = [unattended, soft, ...hardArms].map(({ name }) => name);

/** The loss of the test captions against steps; hard attention reads where α is largest. */
export const attentionLearningFigure = ({ models }: { readonly models: readonly CaptionCurves[] }): Figure =>
  captionLossFigure(models, order, "Learning where to look");

const finals = ({ models }: AttentionResult, arm: string): AttentionFinal[] =>
  models.flatMap(({ condition, final }) => (condition === arm && final ? [final] : []));

/** Where α is largest when a thing is named that is there, against any place and the middle; and how good the captions are. */
export function pointingFigure(result: AttentionResult): Figure {
  const known = order.filter((name) => finals(result, name).length > 0);
  const short = (name: string) => name.replace("mean of all places", "mean of all");
  const series = (name: string, of: (final: AttentionFinal) => number, those = known) => ({
    name,
    ...meanAndBand(those.map((arm) => finals(result, arm).map(of))),
  });
  const looking = known.filter((name) => name !== unattended.name);
  const pointing = bars(
    [
      series("where α is largest", ({ pointing: own }) => own, looking),
      series("the same, or near it", ({ near }) => near, looking),
      series("brightest as drawn", ({ brightest }) => brightest, looking),
      series("any place", ({ anywhere }) => anywhere, looking),
      series("the middle", ({ middle }) => middle, looking),
    ],
    {
      title: "Looking at what is named",
      groups: looking.map(short),
      x: "",
      y: { title: "share inside the object's box", range: [0, 1.02] },
      alt: "share of named things where attention is largest inside the thing's box",
    },
  );
  const written = [
    series("likeliest words", ({ ciderD }) => ciderD),
    series("beam search", ({ beamCiderD }) => beamCiderD),
  ];
  const captions = bars(written, {
    title: "Captions, CIDEr-D",
    groups: known.map(short),
    x: "",
    y: { title: "" },
    alt: "CIDEr-D of the captions by arm, of the likeliest words and of a beam search",
  });
  return panels("Soft attention, hard attention, and none", [pointing, captions], { columns: 1 });
}

/** What is seen as the weight goes from one thing to the other. */
export function blendFigure({ models }: AttentionResult): Figure {
  const all = models.filter(({ blends }) => blends.length > 0).map(({ blends }) => blends);
  const series = (name: string, of: (blend: AttentionModel["blends"][number]) => number) => ({
    ...{ name, markers: true, x: all[0]?.map(({ weight }) => weight) ?? [] },
    ...meanAndBand((all[0] ?? []).map((_, i) => all.map((blends) => of(blends[i])))),
  });
  return lines(
    all.length > 0
      ? [
          series("the first", ({ first }) => first),
          series("the second", ({ second }) => second),
          series("neither: a third", ({ third }) => third),
        ]
      : [],
    {
      title: "What is seen in the average of two objects' features",
      x: { title: "weight of the first thing; the rest is the second's" },
      y: { title: "share of scenes", range: [0, 1] },
      alt: "Which thing is named, against the weight on the first of two",
    },
  );
}

/** The soft captioner's captions of the scenes that are shown, each with where it looked. */
function lookedAt({ scenes, models }: AttentionResult) {
  const shown = models.find((model) => model.condition === soft.name && model.shown.length > 0)?.shown ?? [];
  return scenes.map(({ pixels, side, things }, i) => {
    const base = Buffer.from(pixels, "base64");
    const { words = [], alphas = [] } = shown[i] ?? {};
    const at = (t: number): ColourPicture => ({
      ...{ pixels: lit(base, side, alphas[t]), side },
      captions: [nounOf(words[t]) ? `<b>${words[t]}</b>` : words[t]],
      frames: things.filter(({ noun }) => noun === nounOf(words[t])).map((box) => ({ ...box, name: undefined })),
    });
    return { words, at, whole: { pixels: base, side, frames: things } };
  });
}

/** Twelve scenes, drawn by a seed: the caption of each, and below where the captioner looked before it named the first thing. */
export function posterFigure(result: AttentionResult): Figure {
  const all = lookedAt(result);
  const rows = Array.from({ length: Math.ceil(all.length / columns) }, (_, r) =>
    all.slice(r * columns, (r + 1) * columns),
  );
  const pictures = rows.flatMap((row) => [
    ...wholeRows(
      row.map(({ whole, words }) => ({ ...whole, frames: [], captions: [words.join(" ")] })),
      columns,
    ),
    ...wholeRows(
      row.map(({ at, words }) => {
        const first = words.findIndex((word) => nounOf(word) !== undefined);
        return first < 0 ? noPicture : at(first);
      }),
      columns,
    ),
  ]);
  return pictureSheet({
    title: "What it says, and where it looked before the first noun (artwork: Noto; layouts: generated)",
    ...{ columns, pictures },
    alt: `${all.length} scenes with their captions, and below each where attention was before the first thing was named`,
  });
}

/** The first three of these scenes, word by word: in colour and bright where it looked. */
export function overlayFigure(result: AttentionResult): Figure {
  const some = lookedAt(result).slice(0, 3);
  const pictures = some.flatMap(({ whole, words, at }) => {
    return wholeRows([whole, ...words.map((_, t) => at(t))], columns);
  });
  return pictureSheet({
    title: "Where the captioner looked before each word (artwork: Noto; layouts: generated)",
    ...{ columns, pictures },
    alt: `${some.length} scenes, and for each word of the captions written of them the places that attention was on`,
  });
}

const columns = 6;

/** Loss, captions, pointing and time, an arm a row. */
export function lookersTable(result: AttentionResult): Table {
  const { config, models } = result;
  const header = [
    "attention",
    "nats per word",
    "CIDEr-D",
    "by a beam",
    "named and there",
    "pointing",
    "near",
    "as drawn",
    "any place",
    "the middle",
    "entropy of α",
    "ms a step",
  ];
  const rows = order.map((name) => {
    const own = finals(result, name);
    const cell = (of: (final: AttentionFinal) => number, digits?: number) => meanText(own.map(of), digits);
    const times = models.filter(({ condition, final }) => condition === name && final).map(({ seconds }) => seconds);
    return [
      name,
      cell(({ testNats }) => testNats),
      cell(({ ciderD }) => ciderD),
      cell(({ beamCiderD }) => beamCiderD),
      cell(({ precision }) => precision),
      cell(({ pointing }) => pointing),
      cell(({ near }) => near),
      cell(({ brightest }) => brightest),
      cell(({ anywhere }) => anywhere),
      cell(({ middle }) => middle),
      cell(({ entropy }) => entropy, 2),
      times.length > 0 ? ((1000 * mean(times)) / config.steps).toFixed(0) : "–",
    ];
  });
  return { caption: `Captioners of ${config.testScenes} scenes with unseen pairs, mean over the seeds`, header, rows };
}
