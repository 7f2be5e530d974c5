import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../core/project";

/** The one family of static images: it has Greek, arrows and operators, and it comes with the lab. */
export const fontFamily = "DejaVu Sans";

/** A font's proportions, as parts of the font size. */
export interface FontMetrics {
  readonly ascent: number;
  readonly descent: number;
  width(text: string): number;
}

/** Points the SVG renderer at the lab's fonts, before it loads: a bare machine has none, and text would be missing. */
export function useLabFonts(): void {
  process.env.FONTCONFIG_FILE = path.join(projectRoot, "lib/view/fonts.conf");
}

/** Metrics of the lab's font, regular or bold. */
export function labFont(weight: "regular" | "bold"): FontMetrics {
  const name = weight === "bold" ? "DejaVuSans-Bold.ttf" : "DejaVuSans.ttf";
  const folder = path.dirname(require.resolve("dejavu-fonts-ttf/package.json"));
  return trueTypeMetrics(readFileSync(path.join(folder, "ttf", name)));
}

/**
 * Advance widths read from a TrueType font's own tables.
 * @see https://learn.microsoft.com/typography/opentype/spec/hmtx
 */
function trueTypeMetrics(font: Buffer): FontMetrics {
  const table = tableOffsets(font);
  const unitsPerEm = font.readUInt16BE(table.head + 18);
  const lastAdvance = font.readUInt16BE(table.hhea + 34) - 1;
  const glyphs = glyphOfCharacter(font, table.cmap);
  const advance = (character: string) => {
    const glyph = Math.min(glyphs.get(character.codePointAt(0) ?? 0) ?? 0, lastAdvance);
    return font.readUInt16BE(table.hmtx + 4 * glyph) / unitsPerEm;
  };
  return {
    ascent: font.readInt16BE(table.hhea + 4) / unitsPerEm,
    descent: -font.readInt16BE(table.hhea + 6) / unitsPerEm,
    width: (text) => [...text].reduce((total, character) => total + advance(character), 0),
  };
}

function tableOffsets(font: Buffer): Record<string, number> {
  const count = font.readUInt16BE(4);
  const entries = Array.from({ length: count }, (_, i) => 12 + 16 * i);
  return Object.fromEntries(entries.map((at) => [font.toString("latin1", at, at + 4), font.readUInt32BE(at + 8)]));
}

/** The font's map from code points to glyphs (cmap subtable of format 12: all of Unicode). */
function glyphOfCharacter(font: Buffer, cmap: number): Map<number, number> {
  const glyphs = new Map<number, number>();
  const subtables = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, i) => font.readUInt32BE(cmap + 8 + 8 * i));
  const full = subtables.map((offset) => cmap + offset).find((at) => font.readUInt16BE(at) === 12);
  if (full === undefined) return glyphs;
  for (let group = 0; group < font.readUInt32BE(full + 12); group++) {
    const at = full + 16 + 12 * group;
    const first = font.readUInt32BE(at);
    const last = font.readUInt32BE(at + 4);
    for (let code = first; code <= last; code++) glyphs.set(code, font.readUInt32BE(at + 8) + code - first);
  }
  return glyphs;
}
