import { type Figure, layout } from "./figure";
import { plainScale, signedScale } from "./heatMap";

export interface TextHeatOptions {
  readonly title: string;
  readonly text: string;
  /** One a character, in [−1, 1]: blue where positive, orange where negative. */
  readonly values: readonly number[];
  /** "probability": values in [0, 1], from white to blue. */
  readonly scale?: "signed" | "probability";
  readonly colorTitle: string;
  readonly columns?: number;
  readonly alt: string;
}

/** A text in its own lines, each character on a colour that is one unit's value there, as in Karpathy 2015. */
export function textHeat(options: TextHeatOptions): Figure {
  const { title, text, values, scale = "signed", colorTitle, columns = 80, alt } = options;
  const rows = wrapped([...text], columns);
  const row = <T>(of: (index: number) => T, empty: T) =>
    rows.map((indices) => Array.from({ length: columns }, (_, i) => (i < indices.length ? of(indices[i]) : empty)));
  const characters = [...text];
  const heat = {
    type: "heatmap",
    z: row<number | null>((index) => values[index], null),
    text: row((index) => visible(characters[index]), ""),
    texttemplate: "%{text}",
    textfont: { family: "monospace", size: 11 },
    hovertemplate: "%{text} %{z:.2f}<extra></extra>",
    hoverongaps: false,
    zmin: scale === "signed" ? -1 : 0,
    zmax: 1,
    colorscale: scale === "signed" ? signedScale : plainScale,
    colorbar: { title: { text: colorTitle, side: "right" }, thickness: 12 },
  };
  return {
    data: [heat],
    layout: layout({
      title,
      height: 90 + 20 * rows.length,
      xaxis: { visible: false },
      yaxis: { visible: false, autorange: "reversed" },
      margin: { l: 16, r: 24, t: 60, b: 16 },
    }),
    alt,
  };
}

/** The places of the characters, line by line: a line ends at its line break, or where it is full. */
function wrapped(characters: readonly string[], columns: number): number[][] {
  const lines: number[][] = [[]];
  characters.forEach((character, index) => {
    if (lines[lines.length - 1].length === columns) lines.push([]);
    lines[lines.length - 1].push(index);
    if (character === "\n") lines.push([]);
  });
  return lines.filter(({ length }) => length > 0);
}

const visible = (character: string): string => (character === "\n" ? "↵" : character === " " ? "·" : character);
