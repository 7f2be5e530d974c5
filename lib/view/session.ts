import { cacheFolder } from "../core/project";
import { inNotebook, type MimeBundle, openOutput, picture } from "./notebook";
import { type Progress, progressHtml, progressLine } from "./progress";
import { warmUp } from "./staticImage";

/** What a long computation is given: a way to tell how far it is, and a sign to stop. */
export interface RunContext {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
  /** A folder in which results are kept, by configuration and code, and unfinished ones saved. */
  readonly keep?: string;
}

/**
 * Runs `work` under the current cell: its progress is shown there, and the notebook's Stop ends it early with what it
 * has reached, instead of throwing that away. Outside a notebook it just runs.
 */
export async function runInCell<R>(work: (context: RunContext) => Promise<R>): Promise<R> {
  if (!inNotebook()) return work({});
  warmUp();
  const view = progressView();
  return interruptible(async (signal) => {
    try {
      return await work({ signal, progress: view.update, keep: keepIn() });
    } finally {
      view.close(signal.aborted);
    }
  });
}

/** Not where LAB_KEEP=off asks for everything anew, as `npm start` does. */
const keepIn = (): string | undefined => (process.env.LAB_KEEP === "off" ? undefined : cacheFolder("results"));

/**
 * At most ten updates of the line a second, for a front end drowns in more, and a new picture every three: drawing one
 * costs a fifth of a second. A picture, because JupyterLab's Plotly renderer does not redraw a figure that is updated.
 */
function progressView() {
  const start = performance.now();
  const [line, figure] = [openOutput(), openOutput()];
  const [lineDue, figureDue] = [throttle(100), throttle(3000)];
  let last: Progress | undefined;
  const seconds = () => (performance.now() - start) / 1000;
  const draw = (progress: Progress) => line.update(asBundle(progress, seconds()));
  return {
    update(progress: Progress) {
      last = progress;
      if (lineDue()) draw(progress);
      if (progress.figure && figureDue()) figure.update(picture(progress.figure()));
    },
    /** Leaves the last line; what the figure showed comes back as a result. */
    close(stopped: boolean) {
      if (last) draw({ ...last, stopped, excerpt: undefined });
      if (last?.figure) figure.update({ "text/plain": "" });
    },
  };
}

const asBundle = (progress: Progress, seconds: number): MimeBundle => ({
  "text/html": progressHtml(progress, seconds),
  "text/plain": progressLine(progress, seconds),
});

/** True at most once in `every` milliseconds. */
function throttle(every: number): () => boolean {
  let last = -Infinity;
  return () => {
    if (performance.now() - last < every) return false;
    last = performance.now();
    return true;
  };
}

/** Hands SIGINT, which is a notebook's Stop, to `work` as a signal; tslab's own listeners come back afterwards. */
async function interruptible<R>(work: (signal: AbortSignal) => Promise<R>): Promise<R> {
  // Until the cell first yields, the virtual machine that runs it takes SIGINT for itself and ends the kernel.
  await new Promise((resolve) => setImmediate(resolve));
  const controller = new AbortController();
  const abort = () => controller.abort();
  const listeners = process.listeners("SIGINT");
  process.removeAllListeners("SIGINT").on("SIGINT", abort);
  try {
    return await work(controller.signal);
  } finally {
    process.removeListener("SIGINT", abort);
    for (const listener of listeners) process.on("SIGINT", listener);
  }
}
