// @ts-check
// A Stop belongs to the cell that it was pressed for. What a cell begins (a training, a pool of processes) keeps the cell,
// and so ends with it, and not with the next one (lib/core/stop.ts).
import { failureOf } from "./failure.mjs";

/**
 * @typedef {{ signal: AbortSignal, stopped: () => boolean, pressed: () => boolean, isHeard: () => boolean,
 *   hear: (told: () => void) => () => void, tellHearers: () => void, ended: Set<string>, releases: Set<() => void> }} RunningCell
 * @typedef {import("./cells.mjs").Outcome} Outcome
 * @typedef {ReturnType<typeof openStops>} Stops
 */

/** How long a cell that was ended may take to say so. */
const LOST = 1000; // ms

/** As Node says it of a cell that it has stopped itself. */
class Interrupted extends Error {
  code = "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}

/** @param {Pick<import("./channels.mjs").Channels, "stops">} channels */
export function openStops({ stops }) {
  const kernel = {
    /** The cell that runs, or that ran last: what it left behind may still compute. @type {RunningCell | undefined} */
    cell: undefined,
    /** What is to be set right once a cell was ended between any two lines. @type {Set<() => void>} */
    afterTermination: new Set(),
  };
  Object.assign(globalThis, { [Symbol.for("lecture-lab.kernel")]: kernel });
  let abandon = () => {};
  let giveUp = () => {};

  /** @param {RunningCell | undefined} cell */
  function terminated(cell) {
    for (const repair of kernel.afterTermination) repair();
    // The last that was begun is the first to be undone.
    for (const release of [...(cell?.releases ?? [])].reverse()) release();
    cell?.releases.clear();
  }

  return {
    /**
     * A cell that was asked for after so many Stops: a later one is for it, unless it has ended another cell before.
     * @param {number} asked @param {() => Promise<Outcome>} work
     */
    async run(asked, work) {
      const controller = new AbortController();
      let begun = Math.max(asked, stops.answered());
      const { signal } = controller;
      const pressed = () => stops.pressed() > begun;
      /** @type {Set<() => void>} */
      const hearers = new Set();
      const cell = {
        ...{ signal, pressed, ended: new Set(), releases: new Set() },
        isHeard: () => hearers.size > 0,
        /** @param {() => void} told */
        hear(told) {
          hearers.add(told);
          stops.hearing(hearers.size);
          return () => {
            hearers.delete(told);
            if (kernel.cell === cell) stops.hearing(hearers.size);
          };
        },
        stopped: () => hearers.size === 0 && (signal.aborted || pressed()),
        tellHearers() {
          begun = stops.pressed();
          stops.answer();
          for (const hear of hearers) hear();
        },
      };
      kernel.cell = cell;
      stops.hearing(0);
      abandon = () => controller.abort();
      try {
        /** What is ended between any two lines may be what would have said so. @type {Promise<Outcome>} */
        const lost = new Promise((resolve) => {
          const outcome = { failure: failureOf(new Interrupted("the cell was stopped"), () => undefined) };
          giveUp = () => void setTimeout(() => resolve(outcome), LOST);
        });
        const outcome = await Promise.race([work(), lost]);
        if (isTermination(outcome.thrown)) terminated(cell);
        return outcome;
      } finally {
        stops.answer();
      }
    },
    /** For the kernel's own work on a cell, at whose end a Stop is heard. */
    throwIfStopped() {
      if (kernel.cell?.stopped()) throw new Interrupted("the cell was stopped");
    },
    /** What does not pause may have heard of a Stop before its message came. */
    unheard: () => kernel.cell?.pressed() ?? false,
    /** Tells what hears in the cell; where nothing does, what the cell began is to end. @returns whether the cell is to end, too */
    interrupt() {
      if (kernel.cell?.isHeard()) {
        kernel.cell.tellHearers();
        return false;
      }
      abandon();
      return true;
    },
    /** The cell, or what an earlier one left behind, was ended between any two lines. */
    terminated() {
      giveUp();
      terminated(kernel.cell);
    },
  };
}

/** @param {unknown} thrown */
const isTermination = (thrown) =>
  thrown instanceof Error && "code" in thrown && thrown.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
