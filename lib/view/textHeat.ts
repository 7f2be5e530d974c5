import { expectForm, expectLength, forms } from "../core/argumentForms";
import type { Figure, Trace } from "./figure";
import { layout } from "./frame";

/** What colours the text: one unit's value at each character, for example. */
export interface TextLayer {
  readonly title: string;
  /** One a character, in the scale's range. */
  readonly values: readonly number[];
}

/** A text, and values for each of its characters. */
export interface TextHeatOptions {
  readonly title: string;
  readonly text: string;
  /** The text is shown once for each. */
  readonly layers: readonly TextLayer[];
  readonly colorTitle: string;
  /** "signed", the default: from orange at −1 to blue at 1. "probability": from white at 0 to blue at 1. */
  readonly scale?: keyof typeof scales;
  /** Where a longer line is broken; by default its longest line, and 100 at most. */
  readonly columns?: number;
  /** How many copies of the text stand side by side: as many as have room for their characters. */
  readonly across?: number;
  readonly alt: string;
}

/** So light at their ends that dark letters can be read on them. */
const scales = {
  signed: {
    zmin: -1,
    tickvals: [-1, 0, 1],
    colorscale: [
      [0, "#E8864A"],
      [0.5, "#ffffff"],
      [1, "#5BA6D6"],
    ],
  },
  probability: {
    zmin: 0,
    tickvals: [0, 0.5, 1],
    colorscale: [
      [0, "#ffffff"],
      [1, "#5BA6D6"],
    ],
  },
} as const;

const form = forms.fields(
  {
    ...{ title: forms.text, text: forms.text, colorTitle: forms.text, alt: forms.text },
    layers: forms.list(forms.fields({ title: forms.text, values: forms.numbers })),
  },
  { scale: forms.oneOf(Object.keys(scales)), columns: forms.size, across: forms.size },
);

/** Pixels of a character's cell, and of what is around the copies of the text. */
const cell = { width: 9, height: 17 };
const around = { left: 16, top: 78, gapX: 22, gapY: 34, bottom: 16, bar: 84 };

/** A text in its own lines, each character on a colour that is a unit's value there, as in Karpathy et al. 2015. */
export function textHeats(options: TextHeatOptions): Figure {
  expectForm("textHeats", form, options);
  const { title, text, layers, colorTitle, scale = "signed", columns = 100, across, alt } = options;
  const { zmin, tickvals, colorscale } = scales[scale];
  const characters = [...text];
  for (const layer of layers)
    expectLength(`textHeats: ${layer.title}`, layer.values, characters.length, "values, one a character,");
  const lines = wrapped(characters, columns);
  const longest = Math.max(...lines.map(({ length }) => length), 1);
  const side = across ?? Math.max(1, Math.min(layers.length, Math.floor(100 / longest)));
  const size = { width: longest * cell.width, height: lines.length * cell.height };
  const rows = Math.max(1, Math.ceil(layers.length / side));
  const inner = {
    width: side * size.width + (side - 1) * around.gapX,
    height: rows * size.height + (rows - 1) * around.gapY,
  };
  const axes: Record<string, unknown> = {};
  const headings: unknown[] = [];
  const data = layers.map((layer, i): Trace => {
    const left = (i % side) * (size.width + around.gapX);
    const top = Math.floor(i / side) * (size.height + around.gapY);
    const n = i === 0 ? "" : String(i + 1);
    const y = [1 - (top + size.height) / inner.height, 1 - top / inner.height];
    axes[`xaxis${n}`] = { ...hidden, domain: [left / inner.width, (left + size.width) / inner.width], anchor: `y${n}` };
    axes[`yaxis${n}`] = { ...hidden, domain: y.map(within), autorange: "reversed", anchor: `x${n}` };
    headings.push(heading(layer.title, left / inner.width, within(y[1])));
    return {
      ...heat(characters, lines, layer, longest),
      xaxis: `x${n}`,
      yaxis: `y${n}`,
      zmin,
      zmax: 1,
      colorscale,
      showscale: i === 0,
      colorbar: { thickness: 12, len: 1, tickvals, title: { text: colorTitle, side: "right" } },
    };
  });
  return {
    data,
    layout: layout({
      title,
      ...axes,
      annotations: headings,
      width: around.left + inner.width + around.bar,
      height: around.top + inner.height + around.bottom,
      margin: { l: around.left, r: around.bar, t: around.top, b: around.bottom },
    }),
    alt,
  };
}

const hidden = { visible: false, fixedrange: true } as const;
const within = (share: number): number => Math.min(1, Math.max(0, share));

const heading = (text: string, x: number, y: number) => ({
  ...{ text, x, y, xref: "paper", yref: "paper", xanchor: "left", yanchor: "bottom" },
  ...{ yshift: 3, showarrow: false, font: { size: 13 } },
});

function heat(
  characters: readonly string[],
  lines: readonly (readonly number[])[],
  { values }: TextLayer,
  columns: number,
): Trace {
  const row = <T>(of: (index: number) => T, empty: T) =>
    lines.map((indices) => Array.from({ length: columns }, (_, i) => (i < indices.length ? of(indices[i]) : empty)));
  return {
    type: "heatmap",
    z: row<number | null>((index) => values[index], null),
    text: row((index) => characters[index].replace("\n", "↵"), ""),
    texttemplate: "%{text}",
    textfont: { family: "monospace", size: 12, color: "#111111" },
    hovertemplate: "%{text} %{z:.2f}<extra></extra>",
    hoverongaps: false,
  };
}

/** The places of the characters, line by line: a line ends at its line break, or where it is full. */
function wrapped(characters: readonly string[], columns: number): number[][] {
  const lines: number[][] = [[]];
  characters.forEach((character, index) => {
    if (lines[lines.length - 1].length === columns && character !== "\n") lines.push([]);
    lines[lines.length - 1].push(index);
    if (character === "\n") lines.push([]);
  });
  return lines.filter(({ length }) => length > 0);
}
