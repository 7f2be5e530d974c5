// @ts-check
// What fails where nothing waits for it (a promise, a timer's callback), and what would end the kernel: a cell's failure,
// too, for whoever runs notebooks must hear of it.
import { setImmediate, setTimeout as sleep } from "node:timers/promises";

/**
 * @typedef {import("./failure.mjs").Failure} Failure
 * @typedef {{ failure: (thrown: unknown) => Failure, print: (stream: string, text: string) => void, giveUp: () => void }} Kernel
 */

/** A cell that ends by then says it itself. */
const SOON = 100; // ms

/** Ends the kernel; `process.exit` is a cell's, and does not. */
export const exit = process.exit.bind(process);

class ExitError extends Error {}

/** @param {Kernel} kernel how to word what was thrown, to print, and to stop waiting for the cell that runs */
export function listenForUnheard({ failure, print, giveUp }) {
  /** By the promise or the error. @type {Map<unknown, { told: Failure, printed: boolean }>} */
  const unheard = new Map();
  let title = "the start";
  let running = false;
  let gaveUp = false;
  /** What the kernel itself keeps alive: the least that any cell has begun with. */
  let least = pending();

  const isPending = () => [...pending()].some(([kind, count]) => count > (least.get(kind) ?? 0));

  /** @param {unknown} key @param {unknown} thrown */
  async function hear(key, thrown) {
    const failed = failure(thrown);
    if (failed.ename === "Interrupted") return;
    const when = running ? `while ${title} ran` : `after ${title} had ended`;
    const told = { ...failed, traceback: [`Nothing waited for what failed here, ${when}:`, ...failed.traceback] };
    unheard.set(key, { told, printed: false });
    if (running) await sleep(SOON, undefined, { ref: false });
    for (; running && unheard.has(key); await sleep(SOON, undefined, { ref: false })) {
      // What the cell waits for may be what has failed: then nothing is left that could end it.
      if (thrown instanceof ExitError || !isPending()) [gaveUp] = [true, giveUp()];
      else tell(key);
    }
    tell(key);
  }

  /** @param {unknown} key */
  function tell(key) {
    const failed = unheard.get(key);
    if (failed && !failed.printed) print("stderr", `${failed.told.traceback.join("\n")}\n`);
    if (failed) failed.printed = true;
  }

  process.on("uncaughtException", (thrown) => hear(thrown, thrown));
  process.on("unhandledRejection", (thrown, promise) => hear(promise, thrown));
  process.on("rejectionHandled", (promise) => unheard.delete(promise));
  process.exit = (code) => {
    const error = new ExitError(
      `process.exit(${code ?? ""}) would end the kernel with all that its cells have computed`,
    );
    void hear(error, error);
    throw error;
  };

  return {
    /** @param {string} cell its title */
    begin(cell) {
      [title, running, gaveUp] = [cell, true, false];
      const now = pending();
      least = new Map([...least].map(([kind, count]) => [kind, Math.min(count, now.get(kind) ?? 0)]));
    },
    /**
     * Why the cell has failed: by itself, or by what nothing waited for in it and before it.
     * @param {Failure | undefined} own @returns {Promise<Failure | undefined>}
     */
    async end(own) {
      // What it has left to itself fails now, while the front end still listens.
      await setImmediate();
      for (const due = Date.now() + SOON; isPending() && Date.now() < due; ) await sleep(5);
      running = false;
      const [first] = unheard.values();
      const said = own && !gaveUp ? own : (first?.told ?? own);
      for (const [key, { told }] of unheard) if (told.evalue !== said?.evalue) tell(key);
      unheard.clear();
      return said;
    },
  };
}

/** How many there are of each kind of what keeps Node alive. The compiler watches files for ever. */
function pending() {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const kind of process.getActiveResourcesInfo()) {
    if (!/Watch|FSEvent/.test(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
