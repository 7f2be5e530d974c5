import { type Hearing, hearStop } from "./stop";
import { nextTurn } from "./turn";

/** How far something is that takes a while. */
export interface Going {
  readonly done: number;
  /** Infinity where nobody knows. */
  readonly total: number;
  /** Of `done`, what was done before, in another run. */
  readonly before?: number;
  /** What is being counted: "steps". */
  readonly unit: string;
  /** The numbers worth watching: "held-out 2.91 bits per character". */
  readonly status: string;
  /** Numbers over what is counted; asked for only when there is time to draw them. */
  readonly curves?: () => readonly Curve[];
}

/** A number on its way: "loss", over the steps. */
export interface Curve {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** What is seen of it, and for how long. */
export interface Standing {
  /** "stays" where it is what remains; otherwise a result's figures take its place. */
  readonly figure: "stays" | "goes";
  /** What ends sooner shows nothing; in milliseconds. */
  readonly quietFor: number;
}

/** What shows it under the cell that runs now. */
export interface GoingView {
  update(going: Going): void;
  close(stopped: boolean): void;
}

let view: (standing: Standing) => GoingView | undefined = () => undefined;

/** What trains does not depend on how that is drawn: who draws says so here. */
export function showGoingBy(open: typeof view): void {
  view = open;
}

/** By default what takes half a second shows itself, and stays. */
const usual: Standing = { figure: "stays", quietFor: 500 };

/** Something under the cell that runs now: it tells how far it is, and is told to stop. */
export interface InCell extends Omit<Hearing, "isInner"> {
  /** Undefined where nobody looks. */
  readonly tell?: (going: Going) => void;
}

/**
 * From now on the notebook's Stop is for this, and its progress is shown; within something else only that shows it.
 * @param what its kind, of which a Stop ends all: see `hearStop`
 */
export function openInCell(what: string, standing = usual): InCell {
  const { isInner, ...stop } = hearStop(what);
  const shown = isInner ? undefined : view(standing);
  return {
    ...stop,
    tell: shown?.update,
    close() {
      stop.close();
      shown?.close(stop.signal.aborted);
    },
  };
}

/** `openInCell` for what pauses. */
export async function inCell<R>(what: string, work: (cell: InCell) => Promise<R>, standing = usual): Promise<R> {
  const cell = openInCell(what, standing);
  try {
    // Until the cell first yields, the virtual machine that runs it takes SIGINT for itself and ends the cell.
    await nextTurn();
    return await work(cell);
  } finally {
    cell.close();
  }
}
