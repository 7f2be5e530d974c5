export interface FrameOptions extends Readonly<Record<string, unknown>> {
  readonly title: string;
  /** The names that its legend can have; fewer than two need none. */
  readonly legend?: readonly string[];
  /** What stands right above the axes, below the legend, in pixels. */
  readonly headings?: number;
  /** Pixels of the figure with a legend of one row; more rows, and headings below them, come on top; none takes less. */
  readonly height?: number;
}

/** Pixels around the axes, where the legend has one row; less where a figure is low, which then still has room for its lines. */
const around = (height: number) =>
  height > 320 ? { l: 70, r: 24, t: 84, b: 60, pad: 18 } : { l: 70, r: 24, t: 62, b: 48, pad: 8 };
/** Of them those that a legend or headings take. */
const legendRow = 30;

/** The house's letters and grounds, which a dark page exchanges. */
export const paper = {
  font: { family: "Helvetica, Arial, sans-serif", size: 13, color: "#222222" },
  paper_bgcolor: "#ffffff",
  plot_bgcolor: "#ffffff",
};

/** The house's layout of every plot: white, light grid, room for the labels and the legend. */
export function layout({ title, legend, headings = 0, height = 400, ...rest }: FrameOptions) {
  const rows = legendRows(legend ?? []);
  const above = rows > 0 ? headings : 0;
  const { pad, ...margin } = around(height);
  const inside = height - margin.t - margin.b;
  const room = legend && rows + headings === 0 ? -legendRow : above + 19 * Math.max(0, rows - 1);
  return {
    title: { text: title, x: 0.02, xanchor: "left", y: 1, yanchor: "top", pad: { t: pad }, font: { size: 16 } },
    ...paper,
    margin: { ...margin, t: margin.t + room },
    legend: {
      ...{ orientation: "h", x: 0, y: above > 0 ? 1 + (8 + above) / inside : 1.02, yanchor: "bottom" },
      tracegroupgap: 0, // rows as close where a name has many lines as elsewhere
    },
    ...(legend ? { showlegend: rows > 0 } : {}),
    height: height + room,
    ...rest,
  };
}

/** How many it takes, about, in a figure of 800 pixels: where one is not enough, Plotly writes in columns of one width. */
function legendRows(names: readonly string[]): number {
  if (names.length < 2) return 0;
  const widths = names.map((name) => 45 + 7 * name.replaceAll(/<[^<>]*>/g, "").length);
  const { l, r } = around(0);
  const room = 800 - l - r;
  const total = widths.reduce((sum, width) => sum + width);
  return total <= room ? 1 : Math.ceil(names.length / Math.max(1, Math.floor(room / Math.max(...widths))));
}
