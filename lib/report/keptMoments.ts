import path from "node:path";
import { shippedBytes } from "../core/shippedFile";
import { packArtwork } from "../data/packedArtwork";
import { sprites } from "../data/sprites";
import { momentNamed } from "../moments";
import type { KeptMoment } from "../view/explore";
import { momentMime } from "../view/mime";
import type { Pictured } from "../view/pictured";
import { artworkScript, scriptsOf } from "./momentScripts";
import { harmlessPlot, type Plot } from "./plotText";
import type { Source } from "./sources";

/** What a notebook has kept of a moment, as a page may hold it: drawings and texts are made harmless where they are drawn. */
export const harmlessMoment = (kept: KeptMoment): KeptMoment => ({
  ...kept,
  parts: kept.parts.map(harmlessPart),
  ...(kept.frames
    ? { frames: kept.frames.map(({ values, parts }) => ({ values, parts: parts.map(harmlessPart) })) }
    : {}),
});

const harmlessPart = (part: Pictured): Pictured =>
  "plot" in part ? { ...part, plot: harmlessPlot(part.plot as Plot) } : part;

/** The scripts that bring what the moments in these notebooks need, by their names beside a page. */
export function scriptsAsked(sources: readonly Source[]): string[] {
  const outputs = sources.flatMap(({ notebook }) => notebook.cells.flatMap((cell) => cell.outputs ?? []));
  const kept = outputs.flatMap(({ data }) => (data?.[momentMime] as KeptMoment | undefined) ?? []);
  const known = kept.flatMap(({ name }) => (name === undefined ? [] : (momentNamed(name) ?? [])));
  return [...new Set(known.flatMap(scriptsOf))];
}

/** A page that was opened from a disk may run scripts beside it, and read nothing else. */
export async function momentScript(file: string): Promise<string> {
  if (file === artworkScript) {
    const packed = base64(await packArtwork(await sprites()));
    return `/* Pixels of Noto Emoji, © Google Inc, Apache-2.0: https://github.com/googlefonts/noto-emoji */
globalThis.lectureLabArtwork = "${packed}";\n`;
  }
  const name = path.basename(file, ".js");
  return `(globalThis.lectureLabNetworks ??= {})[${JSON.stringify(name)}] = "${base64(shippedBytes(name))}";\n`;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
