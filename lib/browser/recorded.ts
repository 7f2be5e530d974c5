import { LabError } from "../core/errors";
import type * as native from "../lab/recorded";

/** As `lab/recorded.ts`: a page shows the recorded verdict as it was written into it. */
export const recordedSource: typeof native.recordedSource = () => undefined;
export const recordedResult: typeof native.recordedResult = (study) => {
  throw new LabError(`${study}: no recorded result expected in a page, which has no files`);
};
