import type * as native from "../core/timeLimit";

/** As `core/timeLimit.ts`; a page cannot end what does not pause, and its browser asks the reader. */
export const withinTime: typeof native.withinTime = (run) => run();
