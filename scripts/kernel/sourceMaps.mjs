// @ts-check
// tslab's compiler drops the way back from what it emits to what was written. It has two steps, TypeScript to modern
// JavaScript and that to CommonJS; here both are asked for their maps, before tslab is loaded.
import { SourceMap } from "node:module";
import { tslabRequire } from "./typescript.mjs";

const inlined = /\n?\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/;

/** The maps of what was emitted, from its second step to its first. @type {Map<string, SourceMap[]>} */
const mapsOf = new Map();

/** Has tslab's compiler remember its maps. */
export function keepSourceMaps() {
  const file = tslabRequire.resolve("@tslab/typescript-for-tslab");
  const ts = tslabRequire(file);
  /** @type {NodeModule} */ (tslabRequire.cache[file]).exports = {
    ...ts,
    createWatchCompilerHost: (
      /** @type {string[]} */ files,
      /** @type {object} */ options,
      /** @type {any[]} */ ...rest
    ) => ts.createWatchCompilerHost(files, { ...options, inlineSourceMap: true }, ...rest),
    transpileModule(/** @type {string} */ source, /** @type {any} */ options) {
      const compilerOptions = { ...options.compilerOptions, inlineSourceMap: true };
      const output = ts.transpileModule(source.replace(inlined, ""), { ...options, compilerOptions });
      const outputText = output.outputText.replace(inlined, "");
      mapsOf.set(outputText, [output.outputText, source].flatMap(mapIn));
      return { ...output, outputText };
    },
  };
}

/**
 * From a place in `output`, which the compiler emitted, to the line and column that were written; all counted from 1.
 * @param {string} output @returns {(line: number, column: number) => { line: number, column: number } | undefined}
 */
export function wayBack(output) {
  const maps = mapsOf.get(output);
  mapsOf.delete(output);
  return (line, column) => {
    let place = { line: line - 1, column: column - 1 };
    for (const map of maps ?? []) {
      const entry = map.findEntry(place.line, place.column);
      if (!("originalLine" in entry)) return undefined;
      place = { line: entry.originalLine, column: entry.originalColumn };
    }
    return maps && { line: place.line + 1, column: place.column + 1 };
  };
}

/** @param {string} text */
function mapIn(text) {
  const [, map] = text.match(inlined) ?? [];
  return map ? [new SourceMap(JSON.parse(Buffer.from(map, "base64").toString()))] : [];
}
