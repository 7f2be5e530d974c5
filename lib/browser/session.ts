import type * as native from "../lab/session";

/** As `lab/session.ts`: a page has no cell. */
export const runInCell: typeof native.runInCell = (work) => work({});
