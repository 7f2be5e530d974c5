import { LabError } from "../core/errors";
import type * as native from "../core/shippedFile";

/** What the scripts in the folder "networks" beside a page have brought: each network's file in base64, by its name. */
const files = globalThis as { lectureLabNetworks?: Readonly<Record<string, string>> };

export const shippedFolder: typeof native.shippedFolder = "networks";

/** As `core/shippedFile.ts`: a page fetches a network's file before it asks for it. */
export const shippedBytes: typeof native.shippedBytes = (name) => {
  const base64 = files.lectureLabNetworks?.[name];
  if (base64 === undefined) throw new LabError(`${name}: a network that this page has fetched expected`);
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
};
