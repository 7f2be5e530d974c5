import { LabError } from "../core/errors";
import type * as native from "../data/text";

/** As `data/text.ts`: a page has no files, and brings no novel along. */
export const shippedCorpora: typeof native.shippedCorpora = [];
export const missingCorpus: typeof native.missingCorpus = () => "a page has no files";
const none = (): never => {
  throw new LabError("no text from a file expected in a page, which has none");
};
export const corpus: typeof native.corpus = none;
export const corpusFiles: typeof native.corpusFiles = none;
export const mobyDick: typeof native.mobyDick = none;
export const rxjs: typeof native.rxjs = none;
