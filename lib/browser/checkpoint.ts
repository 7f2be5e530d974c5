import { LabError } from "../core/errors";
import type * as native from "../train/checkpoint";

const none = (): never => {
  throw new LabError("train: no checkpoint expected in a page, which has no files");
};

/** As `train/checkpoint.ts`: a page has no files, and what it trains is over in a minute. */
export const save: typeof native.save = none;
export const loadCheckpoint: typeof native.loadCheckpoint = none;
