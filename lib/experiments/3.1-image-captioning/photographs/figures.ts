import { type CaptionScores, metricNames } from "../../../analysis/captionMetrics/captionScores";
import { meanText } from "../../../lab/trials";
import type { Figure } from "../../../view/figure";
import { lit } from "../../../view/lit";
import { pictureSheet, wholeRows } from "../../../view/pictureSheet";
import type { Table } from "../../../view/table";
import { photographSets } from "./album";
import { type PhotographConfig, type PhotographReading, type PhotographResult, photographReadings } from "./config";

const setOf = ({ photographs }: PhotographConfig) => photographSets[photographs].about;

export function advice(config: PhotographConfig): string {
  const { name, variable, readme } = setOf(config);
  return `Set ${variable} to the folder of ${name} (data/${readme}/README.md says where it is had) and run this again.`;
}

/** Without the hash that tells a network's weights from others. */
const nameOf = (backbone: string | null): string => (backbone ?? "").replace(/-[0-9a-f]{16}$/, "");

/** Photographs with what people say of them, what the captioner writes, and what is said of the nearest photograph. */
export function photographsFigure({ shown, models, backbone, config }: PhotographResult): Figure {
  const { name } = setOf(config);
  const written = (reading: PhotographReading, i: number) => shownBy(models, reading)[i]?.caption;
  const about = `${shown.length} held-out photographs with a person's caption, the captioner's and the nearest photograph's`;
  return pictureSheet({
    title: shown.length > 0 ? `Held-out photographs of ${name}, seen by ${nameOf(backbone)}` : `${name} is not here`,
    columns: 3,
    pictures: shown.map(({ pixels, side, reference, neighbour }, i) => ({
      pixels: Buffer.from(pixels, "base64"),
      side,
      captions: [
        `a person: ${reference.replace(/ ?\.$/, "")}`,
        ...photographReadings.flatMap((reading) => {
          const caption = written(reading, i);
          return caption === undefined ? [] : [`${spoken[reading]}: ${caption}`];
        }),
        `nearest: ${neighbour}`,
      ].map(withoutTags),
    })),
    none: advice(config),
    alt: shown.length > 0 ? about : advice(config),
  });
}

const spoken: Readonly<Record<PhotographReading, string>> = { v: "captioner", attention: "with attention" };

const shownBy = (models: PhotographResult["models"], reading: PhotographReading) =>
  models.find(({ reads, shown }) => reads === reading && shown.length > 0)?.shown ?? [];

const columns = 6;

/** The first photographs that are shown, word by word: in colour and bright where the captioner looked before it. */
export function photographLooksFigure({ shown, models, config }: PhotographResult): Figure {
  const captions = shownBy(models, "attention").slice(0, 4);
  const pictures = captions.flatMap(({ caption, looks }, i) => {
    const { pixels, side } = shown[i];
    const [base, words] = [Buffer.from(pixels, "base64"), caption.split(" ")];
    const at = looks.map((alpha, t) => ({ pixels: lit(base, side, alpha), side, captions: [withoutTags(words[t])] }));
    return wholeRows([{ pixels: base, side }, ...at], columns);
  });
  const { name } = setOf(config);
  const withoutThem = `With ${name} this shows where attention looked before each word.`;
  return pictureSheet({
    title:
      pictures.length > 0
        ? `Where the captioner looked before each word: held-out photographs of ${name}`
        : `${name} is not here`,
    ...{ columns, pictures, none: withoutThem },
    alt:
      pictures.length > 0
        ? `Captions of ${captions.length} held-out photographs, and for each word where attention was: ${captions.map(({ caption }) => `“${caption}”`).join(", ")}`
        : withoutThem,
  });
}

/** Plotly would take `<unk>` for markup. */
const withoutTags = (text: string): string => text.replaceAll("<", "‹").replaceAll(">", "›");

export function photographsTable({ models, baselines, counts, backbone, config }: PhotographResult): Table {
  const header = ["captions", ...metricNames.map(([, name]) => name)];
  if (!counts) return { caption: `${setOf(config).name} is not here: no captions to score`, header, rows: [] };
  const of = (reading: PhotographReading) =>
    models.flatMap(({ reads, scores }) => (reads === reading && scores ? [scores] : []));
  const row = (name: string, scores: readonly CaptionScores[]) => [
    name,
    ...metricNames.map(([metric]) => meanText(scores.map((one) => one[metric]))),
  ];
  return {
    caption:
      `Captions of ${counts.test} held-out photographs after learning from ${counts.train}, ` +
      `features of ${nameOf(backbone)}, ${config.seeds} seeds`,
    header,
    rows: [
      ...photographReadings.flatMap((reading) => {
        const all = of(reading);
        const what = { v: "v", attention: "map" }[reading];
        return [
          row(
            `${spoken[reading]}, beam of ${config.beamWidth}`,
            all.map(({ own }) => own),
          ),
          row(
            `${spoken[reading]}, another photograph's ${what}`,
            all.map(({ shuffled }) => shuffled),
          ),
        ];
      }),
      ...baselines.map(({ name, scores }) => row(name, [scores])),
    ],
  };
}
