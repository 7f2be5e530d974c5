import { type InCell, inCell, showGoingBy } from "../core/inCell";
import { cacheFolder } from "../core/project";
import { inNotebook } from "../view/notebook";
import type { Progress } from "../view/progress";
import { progressView } from "../view/progressView";
import { warmUp } from "../view/staticImage";
import type { Engine, EngineFor, Noted } from "./engine";

/** What a long computation is given: a way to tell how far it is, and a sign to stop. */
export interface RunContext {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
  /** A folder in which results are kept, by configuration and code, and unfinished ones saved. */
  readonly keep?: string;
  /** Who runs the jobs; by default processes of this machine, where jobs are long enough. */
  readonly engine?: (asked: EngineFor) => Engine | Promise<Engine>;
  /** The jobs are only to be listed: what they share, such as features of pictures, need not be made. */
  readonly listing?: boolean;
  /** Told of each job that is whole. */
  readonly note?: (noted: Noted) => void;
}

showGoingBy((standing) => (inNotebook() ? progressView(standing) : undefined));

/**
 * Runs `work` under the current cell: its progress is shown there, and the notebook's Stop ends it early with what it
 * has reached, instead of throwing that away. Outside a notebook it just runs.
 */
export async function runInCell<R>(work: (context: RunContext) => Promise<R>): Promise<R> {
  if (!inNotebook()) return work({});
  warmUp();
  const context = ({ signal, tell }: InCell): RunContext => ({ signal, progress: tell, keep: keepIn() });
  return inCell("training", (cell) => work(context(cell)), { figure: "goes", quietFor: 0 });
}

/** Not where LAB_KEEP=off asks for everything anew, as `npm start` does. */
const keepIn = (): string | undefined => (process.env.LAB_KEEP === "off" ? undefined : cacheFolder("results"));
