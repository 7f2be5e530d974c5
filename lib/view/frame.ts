export interface FrameOptions extends Readonly<Record<string, unknown>> {
  readonly title: string;
  /** The names that its legend can have; fewer than two need none. */
  readonly legend?: readonly string[];
  /** What stands right above the axes, below the legend, in pixels. */
  readonly headings?: number;
  /** Pixels of the figure with a legend of one row; more rows, and headings below them, come on top. */
  readonly height?: number;
}

/** Pixels around the axes, where the legend has one row. */
const around = { l: 70, r: 24, t: 84, b: 60 };

/** The house's layout of every plot: white, light grid, room for the labels and the legend. */
export function layout({ title, legend, headings = 0, height = 400, ...rest }: FrameOptions) {
  const rows = legendRows(legend ?? []);
  const above = rows > 0 ? headings : 0;
  const inside = height - around.t - around.b;
  const room = above + 19 * Math.max(0, rows - 1);
  return {
    title: { text: title, x: 0.02, xanchor: "left", y: 1, yanchor: "top", pad: { t: 18 }, font: { size: 16 } },
    font: { family: "Helvetica, Arial, sans-serif", size: 13, color: "#222222" },
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    margin: { ...around, t: around.t + room },
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
  const room = 800 - around.l - around.r;
  const total = widths.reduce((sum, width) => sum + width);
  return total <= room ? 1 : Math.ceil(names.length / Math.max(1, Math.floor(room / Math.max(...widths))));
}
