import { meanAndBand } from "../../../lab/bands";
import { type Figure, lines, type Series } from "../../../view/figure";
import { panels } from "../../../view/panels";
import { nameOfCell } from "../../shared/nameOfCell";
import { emptiedCeiling, type RecallResult, windowKinds } from "./config";

/** Share of right answers against the lag, for each kind of window, a panel a cell. */
export function recallFigure({ models, config }: RecallResult): Figure {
  const { windowLength, longWindow, lags, cells } = config;
  const labels = {
    carried: `window ${windowLength}, state carried`,
    emptied: `window ${windowLength}, state emptied`,
    long: `window ${longWindow}, state carried`,
  };
  const fine = [...Array.from({ length: windowLength + 1 }, (_, lag) => lag), Math.max(...lags)];
  const ceiling = { name: "emptied, at best", x: fine, y: fine.map((lag) => 100 * emptiedCeiling(windowLength, lag)) };
  const parts = cells.map((cell) => {
    const own = models.filter((model) => model.cell === cell && model.ended === "finished");
    const series = windowKinds.map((kind): Series => {
      const at = (lag: number) =>
        own.filter((model) => model.kind === kind && model.lag === lag).map(({ accuracy }) => 100 * accuracy);
      const known = lags.filter((lag) => at(lag).length > 0);
      return { name: labels[kind], x: known, markers: true, ...meanAndBand(known.map(at)) };
    });
    return lines([...series, ceiling], {
      title: nameOfCell(cell),
      x: { title: "steps from the cue to the question" },
      y: { title: "% right", range: [42, 104] },
      references: [{ name: "chance", y: 50, side: "left" }],
      marks: [{ name: "window ends", x: windowLength }],
      alt: `${nameOfCell(cell)}, right answers against lag for ${series.map(({ name, y }) => `${name}: ${y.map((v) => v.toFixed(0)).join(", ")} %`).join("; ")}`,
    });
  });
  return panels("Recall: which lags can be learnt through a window?", parts, { columns: cells.length });
}
