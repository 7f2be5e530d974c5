import { metricNames } from "../../../analysis/captionMetrics/captionScores";
import { mean } from "../../../analysis/statistics";
import { meanAndBand } from "../../../lab/bands";
import { meanText } from "../../../lab/trials";
import { bars } from "../../../view/bars";
import type { Figure } from "../../../view/figure";
import { panels } from "../../../view/panels";
import { pictureSheet } from "../../../view/pictureSheet";
import type { Table } from "../../../view/table";
import { type CaptionCurves, captionLossFigure } from "../../shared/captionLoss";
import { type CaptioningResult, captionArms, cells, type Metric, meanView, readFirst, standard, ways } from "./config";

/** The loss of the test captions against steps, an arm a line. */
export const captionLearningFigure = ({ models }: { readonly models: readonly CaptionCurves[] }): Figure =>
  captionLossFigure(
    models,
    captionArms.map(({ name }) => name),
    "Learning to describe scenes",
  );

/** Of the finished models of an arm. */
const finals = ({ models }: CaptioningResult, arm: string) =>
  models.flatMap(({ condition, final }) => (condition === arm && final ? [final] : []));

const wayNames: Readonly<Record<string, string>> = {
  greedy: "likeliest<br>word",
  sampled: "drawn<br>words",
  beam: "beam<br>search",
  shuffled: "another<br>scene's v",
  zero: "v = 0",
};

/** The baselines' names, in lines that fit below a bar. */
const broken: Readonly<Record<string, string>> = {
  "nearest training scene's": "nearest<br>scene's",
  "one more of the scene's own": "one more<br>of its own",
};

const unbroken = (name: string): string => name.replaceAll("<br>", " ");

const barPanel = (title: string, y: string, groups: readonly { name: string; values: readonly number[] }[]): Figure => {
  const known = groups.filter(({ values }) => values.length > 0);
  return bars([{ name: "captioners", ...meanAndBand(known.map(({ values }) => values)) }], {
    title,
    groups: known.map(({ name }) => name),
    x: "",
    y: { title: y },
    alt: `${title}: ${known.map(({ name, values }) => `${unbroken(name)} ${mean(values).toFixed(2)}`).join(", ")}`,
  });
};

/** CIDEr-D of the standard captioners with their own picture and without, and by ways of choosing words. */
export function imageFigure(result: CaptioningResult): Figure {
  const own = finals(result, standard.name);
  const scored = (way: string) => ({ name: wayNames[way], values: own.map((final) => final[`${way} ciderD`]) });
  const fixed = result.baselines.map(({ name, scores }) => ({ name: broken[name], values: [scores.ciderD] }));
  return barPanel("How good are the captions? GRU, v = fc7, scenes with unseen pairs", "CIDEr-D", [
    ...ways.map(scored),
    ...fixed,
  ]);
}

/** The same of every arm, and how many of the things that it names are there. */
export function armsFigure(result: CaptioningResult): Figure {
  const order = [...cells, readFirst, meanView];
  const short: Readonly<Record<string, string>> = {
    [readFirst.name]: "GRU,<br>v in h₀",
    [meanView.name]: "GRU,<br>pool4",
  };
  const of = (metric: string) =>
    order.map(({ name }) => ({
      name: short[name] ?? name,
      values: finals(result, name).map((final) => final[`greedy ${metric}`]),
    }));
  return panels("Cells, and ways to give them the picture (greedy captions)", [
    barPanel("CIDEr-D", "", of("ciderD")),
    barPanel("Things named that are there", "", of("precision")),
  ]);
}

/** Of the things named first and second, the share that is in the picture: fed the true words, and fed its own. */
export function feedingFigure({ models }: CaptioningResult): Figure {
  const own = models.flatMap(({ condition, byPlace }) => (condition === standard.name && byPlace ? [byPlace] : []));
  const series = (name: string, of: (one: (typeof own)[number]) => readonly number[]) => ({
    name,
    ...meanAndBand([0, 1].map((place) => own.map((one) => of(one)[place]))),
  });
  const both = [series("after the true words", ({ forced }) => forced), series("after its own", ({ free }) => free)];
  return bars(own.length > 0 ? both : [], {
    title: "Fed the true words, and fed its own: GRU, v = fc7",
    groups: ["the thing named first", "the thing named second"],
    x: "",
    y: { title: "share that is in the picture" },
    alt: "Share of the things named first and second that are in the picture, teacher-forced and free-running",
  });
}

/** The first test scenes, what was said of them, and what two captioners write. */
export function scenesFigure({ scenes, models }: CaptioningResult): Figure {
  const by = (arm: string) => models.find(({ condition, shown }) => condition === arm && shown.length > 0)?.shown ?? [];
  const [fc7, places] = [by(standard.name), by(meanView.name)];
  return pictureSheet({
    title: "Pairs that the captioners never saw together (artwork: Noto; layouts: generated)",
    columns: 3,
    pictures: scenes.map(({ pixels, side, reference }, i) => ({
      pixels: Buffer.from(pixels, "base64"),
      side,
      captions: [
        `a reference: ${reference}`,
        ...(fc7[i] === undefined ? [] : [`from fc7: ${fc7[i]}`]),
        ...(places[i] === undefined ? [] : [`from pool4: ${places[i]}`]),
      ],
    })),
    alt: `${scenes.length} generated scenes with a reference caption and those of two captioners`,
  });
}

const headings: readonly [Metric, string][] = [
  ...metricNames,
  ["precision", "named and there"],
  ["recall", "there and named"],
];

/** Every metric: of the standard captioners by each way of writing, of the other arms' greedy captions, of the baselines. */
export function scoresTable(result: CaptioningResult): Table {
  const written = [
    ...ways.map((way) => ({ name: `GRU: ${unbroken(wayNames[way])}`, arm: standard.name, way: way as string })),
    ...captionArms.slice(1).map(({ name }) => ({ name, arm: name, way: "greedy" })),
  ];
  const rows = written.map(({ name, arm, way }) => [
    name,
    ...headings.map(([metric]) => {
      return meanText(finals(result, arm).map((final) => final[`${way} ${metric}`]));
    }),
  ]);
  const fixed = result.baselines.map(({ name, scores }) => [
    `a caption: ${name}`,
    ...headings.map(([metric]) => scores[metric].toFixed(3)),
  ]);
  return {
    caption: `Captions of ${result.config.testScenes} scenes with unseen pairs, mean over the seeds; five references each`,
    header: ["captions", ...headings.map(([, heading]) => heading)],
    rows: [...rows, ...fixed],
  };
}
