import { expectForm, expectLength, forms } from "../core/argumentForms";
import { axis } from "./axis";
import type { Figure } from "./figure";
import { layout } from "./frame";
import { signedScale } from "./heatMap";

/** A text, and what some units hold at each of its characters. */
export interface TextMemoryOptions {
  readonly title: string;
  readonly text: string;
  /** A row each, from the top: a value a character, in [−1, 1]; and 1 where a line is drawn, such as where what it follows is, else 0. */
  readonly units: readonly {
    readonly name: string;
    readonly values: readonly number[];
    readonly marked: readonly number[];
  }[];
  readonly colorTitle: string;
  /** Characters in a line, 64 by default. */
  readonly columns?: number;
  readonly alt: string;
}

const form = forms.fields(
  {
    ...{ title: forms.text, text: forms.text, colorTitle: forms.text, alt: forms.text },
    units: forms.list(forms.fields({ name: forms.text, values: forms.numbers, marked: forms.numbers })),
  },
  { columns: forms.size },
);

/** Pixels of a row: letters of 14 are read from the last bench, where the figure is as high as a screen. */
const rowHeight = 17;

/** Memory over a text, line by line: the characters, and below them a row of colours for each unit. */
export function textMemory(options: TextMemoryOptions): Figure {
  expectForm("textMemory", form, options);
  const { title, text, units, colorTitle, columns = 64, alt } = options;
  const characters = [...text];
  for (const { name, values, marked } of units)
    for (const all of [values, marked])
      expectLength(`textMemory: ${name}`, all, characters.length, "values, one a character,");
  const perLine = units.length + 1;
  const lines = Math.max(1, Math.ceil(characters.length / columns));
  const rows = Array.from({ length: lines * perLine }, (_, row) => {
    const [line, unit] = [Math.floor(row / perLine), units[(row % perLine) - 1]];
    return { name: unit?.name, values: unit?.values.slice(line * columns, (line + 1) * columns) ?? [] };
  });
  const across = Array.from({ length: columns }, (_, x) => x);
  const named = rows.flatMap(({ name }, y) => (name === undefined ? [] : [{ name, y }]));
  return {
    data: [
      {
        type: "heatmap",
        x: across,
        y: rows.map((_, y) => y),
        z: rows.map(({ values }) => across.map((x) => values[x] ?? null)),
        ...{ zmin: -1, zmax: 1, colorscale: signedScale, ygap: 5, hoverongaps: false },
        hovertemplate: "%{z:.2f}<extra></extra>",
        colorbar: { title: { text: colorTitle, side: "right" }, thickness: 12, tickvals: [-1, 0, 1] },
      },
      ...units.map(({ marked }, u) => ({
        ...{ type: "scatter", mode: "lines", line: { color: "#222222", width: 3 } },
        ...linesBelow(marked, { columns, rowOf: (line) => line * perLine + u + 1 }),
        ...{ hoverinfo: "skip", showlegend: false },
      })),
      {
        type: "scatter",
        mode: "text",
        x: characters.map((_, i) => i % columns),
        y: characters.map((_, i) => Math.floor(i / columns) * perLine),
        text: characters.map((character) => character.replace("\n", "↵")),
        textfont: { family: "monospace", size: 14 },
        hoverinfo: "skip",
        showlegend: false,
      },
    ],
    layout: layout({
      title,
      height: 66 + rowHeight * rows.length,
      xaxis: { visible: false, range: [-0.5, columns - 0.5] },
      yaxis: {
        ...{ ...axis({ title: "" }), showgrid: false, zeroline: false, ticks: "" },
        ...{ tickvals: named.map(({ y }) => y), ticktext: named.map(({ name }) => name), tickfont: { size: 12 } },
        range: [rows.length - 0.5, -0.6],
      },
      margin: { l: 70, r: 24, t: 50, b: 16 },
    }),
    alt,
  };
}

/** A line along the lower edge of a unit's row, under each character that is marked. */
function linesBelow(
  marked: readonly number[],
  { columns, rowOf }: { readonly columns: number; readonly rowOf: (line: number) => number },
) {
  const under = [...marked.keys()].filter((i) => marked[i] === 1);
  return {
    x: under.flatMap((i) => [(i % columns) - 0.5, (i % columns) + 0.5, null]),
    y: under.flatMap((i) => [...new Array(2).fill(rowOf(Math.floor(i / columns)) + 0.46), null]),
  };
}
