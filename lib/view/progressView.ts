import type { GoingView, Standing } from "../core/inCell";
import type { Figure } from "./figure";
import { overTime } from "./lossFigure";
import { openOutput, picture, plotBundle } from "./notebook";
import { type Progress, progressHtml, progressLine } from "./progress";

/** Ten figures a second take a browser a tenth of a core, which training needs; of the time here, a hundredth is for drawing. */
const every = 300; // ms
const share = 0.01;

/** The bar, the line and the figure under the cell that runs now. */
export function progressView({ figure: what, quietFor }: Standing): GoingView {
  const start = performance.now();
  const [line, figure] = [openOutput(), openOutput()];
  const sinceStart = () => performance.now() - start;
  let due = start + quietFor;
  let [last, drawn]: [Progress | undefined, boolean] = [undefined, false];

  function draw(progress: Progress, isLast = false): void {
    const seconds = sinceStart() / 1000;
    line.update({ "text/html": progressHtml(progress, seconds), "text/plain": progressLine(progress, seconds) });
    const known = progress.figure?.() ?? (progress.curves && overTime(progress.curves(), progress.unit));
    if (!known?.data.some(hasPoints)) return;
    figure.update(plotBundle(known));
    drawn = true;
    if (isLast) remain({ ...known, alt: `${known.alt} ${progressLine(progress, seconds)}.` });
  }

  /** What is kept also has a picture, for readers without scripts, and words that no other training's figure has. */
  function remain(known: Figure): void {
    figure.update({ ...plotBundle(known), ...picture(known) }, { "image/png": { alt: known.alt } });
  }

  return {
    update(progress: Progress): void {
      last = progress;
      const begun = performance.now();
      if (begun < due) return;
      draw(progress);
      const now = performance.now();
      due = now + Math.max(every, (now - begun) / share);
    },
    /** Leaves the last line, and the figure if it is what remains. */
    close(stopped: boolean): void {
      if (!last || (!stopped && sinceStart() < quietFor)) return;
      const gone = what === "goes" ? { figure: undefined, curves: undefined } : {};
      draw({ ...last, stopped, excerpt: undefined, ...gone }, what === "stays");
      if (drawn && what === "goes") figure.update({ "text/plain": "" });
    },
  };
}

const hasPoints = ({ x, y, z }: Readonly<Record<string, unknown>>): boolean =>
  [x, y, z].some((values) => Array.isArray(values) && values.length > 1);
