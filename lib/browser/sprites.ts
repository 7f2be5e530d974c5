import { LabError } from "../core/errors";
import { unpackArtwork } from "../data/packedArtwork";
import type * as native from "../data/sprites";

/** What the script beside a page has brought: the artwork as `packArtwork` makes it, in base64. */
const files = globalThis as { lectureLabArtwork?: string };

export const artworkSize: typeof native.artworkSize = 128;

/** As `data/sprites.ts`: a page fetches the artwork's pixels before it asks for them. */
export const sprites: typeof native.sprites = async () => {
  const base64 = files.lectureLabArtwork;
  if (base64 === undefined) throw new LabError("the artwork that this page has fetched expected");
  return unpackArtwork(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
};

export const drawings: typeof native.drawings = () => {
  throw new LabError("the artwork's pixels expected: a page has no drawings of it");
};
