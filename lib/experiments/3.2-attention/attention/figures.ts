import { mean } from "../../../analysis/statistics";
import { nounOf } from "../../../data/sceneNouns";
import { meanAndBand } from "../../../lab/bands";
import { meanText } from "../../../lab/trials";
import { bars } from "../../../view/bars";
import { type Figure, lines } from "../../../view/figure";
import { panels } from "../../../view/panels";
import { pictureSheet } from "../../../view/pictureSheet";
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
      series("any place", ({ anywhere }) => anywhere, looking),
      series("the middle", ({ middle }) => middle, looking),
    ],
    {
      title: "Looking at what is named",
      groups: looking.map(short),
      x: "",
      y: { title: "share inside the thing's box" },
      alt: "share of named things where attention is largest inside the thing's box",
    },
  );
  const captions = bars([series("where α is largest", ({ ciderD }) => ciderD)], {
    title: "Captions, CIDEr-D",
    groups: known.map(short),
    x: "",
    y: { title: "" },
    alt: "CIDEr-D of greedy captions by arm",
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
      title: "What is seen in the average of two things' features",
      x: { title: "weight of the first thing; the rest is the second's" },
      y: { title: "share of scenes", range: [0, 1] },
      alt: "Which thing is named, against the weight on the first of two",
    },
  );
}

/** The first scenes of a soft captioner, word by word: in colour and bright where it looked. */
export function overlayFigure({ scenes, models }: AttentionResult): Figure {
  const shown = models.find((model) => model.condition === soft.name && model.shown.length > 0)?.shown ?? [];
  const strips = scenes.flatMap(({ pixels, side, things }, i) => {
    const base = Buffer.from(pixels, "base64");
    const { words = [], alphas = [] } = shown[i] ?? {};
    const seen = words.map((word, t) => ({
      pixels: lit(base, side, alphas[t]),
      side,
      captions: [nounOf(word) ? `<b>${word}</b>` : word],
      frames: things.filter(({ noun }) => noun === nounOf(word)).map((box) => ({ ...box, name: undefined })),
    }));
    const whole = { pixels: base, side, frames: things };
    const rows = Math.ceil((seen.length + 1) / columns);
    const fillers = Array.from({ length: rows * columns - seen.length - 1 }, () => ({ pixels: blank, side: 1 }));
    return [whole, ...seen, ...fillers];
  });
  return pictureSheet({
    title: "Where the captioner looked before each word (artwork: Noto; layouts: generated)",
    columns,
    pictures: strips,
    alt: `${scenes.length} scenes, and for each word of the captions written of them the places that attention was on`,
  });
}

const columns = 6;
const blank = [255, 255, 255];

/** The picture, grey and dark but where α is: in colour by the square root of its share of the largest. */
function lit(base: ArrayLike<number>, side: number, alpha: readonly number[]): Uint8Array {
  const places = Math.sqrt(alpha.length);
  const most = Math.max(...alpha);
  const at = (x: number, y: number) => {
    const clamp = (v: number) => Math.min(places - 1, Math.max(0, v));
    return alpha[clamp(y) * places + clamp(x)] / most;
  };
  const grey = (pixel: number) => 0.3 * base[3 * pixel] + 0.59 * base[3 * pixel + 1] + 0.11 * base[3 * pixel + 2];
  return Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    const [x, y] = [pixel % side, Math.floor(pixel / side)].map((v) => ((v + 0.5) / side) * places - 0.5);
    const [u, v] = [Math.floor(x), Math.floor(y)];
    const [a, b] = [x - u, y - v];
    const light =
      (1 - b) * ((1 - a) * at(u, v) + a * at(u + 1, v)) + b * ((1 - a) * at(u, v + 1) + a * at(u + 1, v + 1));
    const share = Math.sqrt(light);
    return share * base[i] + (1 - share) * 0.35 * grey(pixel);
  });
}

/** Loss, captions, pointing and time, an arm a row. */
export function lookersTable(result: AttentionResult): Table {
  const { config, models } = result;
  const header = [
    "attention",
    "nats per word",
    "CIDEr-D",
    "named and there",
    "pointing",
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
      cell(({ precision }) => precision),
      cell(({ pointing }) => pointing),
      cell(({ anywhere }) => anywhere),
      cell(({ middle }) => middle),
      cell(({ entropy }) => entropy, 2),
      times.length > 0 ? ((1000 * mean(times)) / config.steps).toFixed(0) : "–",
    ];
  });
  return { caption: `Captioners of ${config.testScenes} scenes with unseen pairs, mean over the seeds`, header, rows };
}
