import { meanAndBand } from "../../../lab/bands";
import { type Figure, lines, type Series } from "../../../view/figure";
import { emptiedCeiling, type RecallResult, windowKinds } from "./config";

/** Share of right answers against the lag, for each kind of window. */
export function recallFigure({ models, config }: RecallResult): Figure {
  const { windowLength, longWindow, lags } = config;
  const labels = {
    carried: `window ${windowLength}, state carried`,
    emptied: `window ${windowLength}, state emptied`,
    long: `window ${longWindow}, state carried`,
  };
  const series = windowKinds.map((kind): Series => {
    const values = lags.map((lag) =>
      models
        .filter((model) => model.kind === kind && model.lag === lag && model.ended === "finished")
        .map(({ accuracy }) => 100 * accuracy),
    );
    const known = lags.filter((_, i) => values[i].length > 0);
    return { name: labels[kind], x: known, markers: true, ...meanAndBand(values.filter(({ length }) => length > 0)) };
  });
  const fine = Array.from({ length: windowLength + 1 }, (_, lag) => lag);
  const ceiling = {
    name: "emptied, at best",
    x: [...fine, Math.max(...lags)],
    y: [...fine, Math.max(...lags)].map((lag) => 100 * emptiedCeiling(windowLength, lag)),
  };
  return lines([...series, ceiling], {
    title: "Recall: which lags can be learnt through a window?",
    x: { title: "steps from the cue to the question" },
    y: { title: "% right", range: [42, 104] },
    references: [{ name: "chance", y: 50, side: "left" }],
    marks: [{ name: "window ends", x: windowLength }],
    alt: `Right answers against lag for ${series.map(({ name, y }) => `${name}: ${y.map((v) => v.toFixed(0)).join(", ")} %`).join("; ")}`,
  });
}
