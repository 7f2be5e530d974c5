import { type CaptionScores, metricNames } from "../../../analysis/captionMetrics/captionScores";
import { meanText } from "../../../lab/trials";
import type { Figure } from "../../../view/figure";
import { pictureSheet } from "../../../view/pictureSheet";
import type { Table } from "../../../view/table";
import { photographSets } from "./album";
import type { PhotographConfig, PhotographResult } from "./config";

const setOf = ({ photographs }: PhotographConfig) => photographSets[photographs].about;

export function advice(config: PhotographConfig): string {
  const { name, variable, readme } = setOf(config);
  return `Set ${variable} to the folder of ${name} (data/${readme}/README.md says where it is had) and run this again.`;
}

/** Without the hash that tells a network's weights from others. */
const nameOf = (backbone: string | null): string => (backbone ?? "").replace(/-[0-9a-f]{16}$/, "");

/** Photographs with what people say of them, what the captioner writes, and what is said of the nearest photograph. */
export function photographsFigure({ shown, models, backbone, config }: PhotographResult): Figure {
  const [{ name }, written] = [setOf(config), models[0]?.shown ?? []];
  const about = `${shown.length} held-out photographs with a person's caption, the captioner's and the nearest photograph's`;
  return pictureSheet({
    title: shown.length > 0 ? `Held-out photographs of ${name}, seen by ${nameOf(backbone)}` : `${name} is not here`,
    columns: 3,
    pictures: shown.map(({ pixels, side, reference, neighbour }, i) => ({
      pixels: Buffer.from(pixels, "base64"),
      side,
      captions: [
        `a person: ${reference.replace(/ ?\.$/, "")}`,
        ...(written[i] === undefined ? [] : [`captioner: ${written[i]}`]),
        `nearest: ${neighbour}`,
      ].map(withoutTags),
    })),
    none: advice(config),
    alt: shown.length > 0 ? about : advice(config),
  });
}

/** Plotly would take `<unk>` for markup. */
const withoutTags = (text: string): string => text.replaceAll("<", "‹").replaceAll(">", "›");

export function photographsTable({ models, baselines, counts, backbone, config }: PhotographResult): Table {
  const header = ["captions", ...metricNames.map(([, name]) => name)];
  if (!counts) return { caption: `${setOf(config).name} is not here: no captions to score`, header, rows: [] };
  const all = models.flatMap(({ scores }) => scores ?? []);
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
      row(
        `captioner, beam of ${config.beamWidth}`,
        all.map(({ own }) => own),
      ),
      row(
        "captioner, another photograph's v",
        all.map(({ shuffled }) => shuffled),
      ),
      ...baselines.map(({ name, scores }) => row(name, [scores])),
    ],
  };
}
