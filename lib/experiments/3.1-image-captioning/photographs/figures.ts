import { type CaptionScores, metricNames } from "../../../analysis/captionMetrics/captionScores";
import { mean } from "../../../analysis/statistics";
import { type Figure, layout } from "../../../view/figure";
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
  if (shown.length === 0) return notice(config);
  const written = models[0]?.shown ?? [];
  return pictureSheet({
    title: `Held-out photographs of ${setOf(config).name}, seen by ${nameOf(backbone)}`,
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
    alt: `${shown.length} held-out photographs with a person's caption, the captioner's and the nearest photograph's`,
  });
}

/** Plotly would take `<unk>` for markup. */
const withoutTags = (text: string): string => text.replaceAll("<", "‹").replaceAll(">", "›");

const notice = (config: PhotographConfig): Figure => ({
  data: [{ type: "scatter", x: [0], y: [0], mode: "markers", marker: { opacity: 0 }, hoverinfo: "skip" }],
  layout: layout({
    title: `${setOf(config).name} is not here`,
    height: 130,
    xaxis: { visible: false },
    yaxis: { visible: false },
    annotations: [
      { text: advice(config), x: 0, y: 0.5, xref: "paper", yref: "paper", xanchor: "left", showarrow: false },
    ],
  }),
  alt: advice(config),
});

export function photographsTable({ models, baselines, counts, backbone, config }: PhotographResult): Table {
  const header = ["captions", ...metricNames.map(([, name]) => name)];
  if (!counts) return { caption: `${setOf(config).name} is not here: no captions to score`, header, rows: [] };
  const all = models.flatMap(({ scores }) => scores ?? []);
  const row = (name: string, scores: readonly CaptionScores[]) => [
    name,
    ...metricNames.map(([metric]) => (scores.length > 0 ? mean(scores.map((one) => one[metric])).toFixed(3) : "–")),
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
