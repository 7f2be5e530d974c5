import { LabError } from "./errors";

/** A notebook's cell, as its kernel keeps it (scripts/kernel/stops.mjs). */
interface RunningCell {
  /** Aborted where a Stop ends the cell. */
  readonly signal: AbortSignal;
  /** Whether a Stop ends the cell, also while nothing pauses; not while something hears it. */
  stopped(): boolean;
  /** Whether a Stop has come that nothing has heard yet. */
  pressed(): boolean;
  /** Whether something in it hears a Stop. */
  isHeard(): boolean;
  /** @returns to be called where it is no longer to be told */
  hear(told: () => void): () => void;
  /** The Stop then has had its effect, and the cell goes on. */
  tellHearers(): void;
  /** What a Stop has ended early in this cell. */
  readonly ended: Set<string>;
  readonly releases: Set<() => void>;
}

/** Undefined outside of a notebook. */
const kernel = (globalThis as { readonly [key: symbol]: unknown })[Symbol.for("lecture-lab.kernel")] as
  | { cell?: RunningCell; readonly afterTermination: Set<() => void> }
  | undefined;

/** The cell that runs now: what is begun in it, and takes longer than it, asks it for a Stop. Undefined outside of a notebook. */
export const runningCell = (): RunningCell | undefined => kernel?.cell;

/** The kernel has said that the cell was stopped; what goes on in it ends here. */
class Stopped extends LabError {
  readonly code = "LAB_STOPPED";
  constructor() {
    super("the cell was stopped");
  }
}

/** @throws where the notebook's Stop has ended the cell */
export function throwIfStopped(cell = runningCell()): void {
  if (cell?.stopped()) throw new Stopped();
}

/** Something that a Stop ends early with what it has reached, instead of the cell. */
export interface Hearing {
  readonly signal: AbortSignal;
  /** Whether the Stop has come, also where nothing pauses. */
  stopped(): boolean;
  /** Part of something else that hears: it shows no progress of its own. */
  readonly isInner: boolean;
  /** To be called in the end, always. */
  close(): void;
}

/**
 * From now on a Stop is for this, and what follows in the cell is computed.
 * @param what its kind: what was ended in a cell does not begin again in it, so that one Stop ends a loop over trainings
 * @throws where the cell was stopped, or this kind in it
 */
export function hearStop(what: string): Hearing {
  const cell = runningCell();
  const controller = new AbortController();
  const { signal } = controller;
  if (!cell) return { signal, stopped: () => false, isInner: false, close() {} };
  const isInner = cell.isHeard();
  throwIfStopped(cell);
  if (!isInner && cell.ended.has(what)) throw new Stopped();
  const forget = cell.hear(() => {
    cell.ended.add(what);
    controller.abort();
  });
  const listen = () => {
    if (cell.pressed()) cell.tellHearers();
    return signal.aborted;
  };
  return {
    ...{ signal, isInner },
    stopped: listen,
    close() {
      listen();
      forget();
    },
  };
}

/**
 * A Stop may end a cell between any two lines, and no `finally` runs: `release` then does.
 * @returns to be called where that is no longer to happen
 */
export function onTermination(release: () => void): () => void {
  const releases = runningCell()?.releases;
  releases?.add(release);
  return () => void releases?.delete(release);
}

/** `repair` runs after each cell that was ended in that way, before its releases do. */
export const afterTermination = (repair: () => void): void => void kernel?.afterTermination.add(repair);
