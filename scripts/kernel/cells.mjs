// @ts-check
// Runs cells: tslab's compiler and executor, told apart into what was computed, what failed, and where.
import { createRequire } from "node:module";
import { basename } from "node:path";
import { inProject } from "../setup/project.mjs";
import { inWords, overlooked } from "./compileWords.mjs";
import { failureOf, failureToCompile } from "./failure.mjs";
import { reachedSource } from "./reached.mjs";
import { wayBack } from "./sourceMaps.mjs";
import { hasTopLevelAwait } from "./topLevelAwait.mjs";

const require = createRequire(import.meta.url);

/**
 * @typedef {import("tslab/dist/converter.js").Converter} Converter
 * @typedef {import("tslab/dist/converter.js").Diagnostic} Diagnostic
 * @typedef {import("./failure.mjs").Failure} Failure
 * @typedef {import("./failure.mjs").FindCell} FindCell
 * @typedef {{ title: string, source: string, declared: string, diagnostics: Diagnostic[], thrown?: unknown, value?: unknown }} Current
 * @typedef {{ value?: unknown, failure?: Failure, thrown?: unknown }} Outcome
 * @typedef {ReturnType<typeof openCells>} Cells
 */

/** Whether a cell takes something from the library. */
const IMPORTS_LIBRARY = /["'](\.\.\/)+lib["'/]/;

/** @param {import("./channels.mjs").Channels} channels @param {import("./stops.mjs").Stops} stops */
export function openCells({ undisturbed, settled }, stops) {
  const { createConverter } = require("tslab/dist/converter.js");
  const { createExecutor } = require("tslab/dist/executor.js");
  /** @type {Converter} */
  const converter = undisturbedly(undisturbed(createConverter));
  /** What later cells know of the earlier ones, as TypeScript declares it. */
  let declarations = "";
  /** What the compiler emitted, by the name that stack traces give it. @type {Map<string, FindCell>} */
  const emitted = new Map();
  /** What is known of the cell that runs. @type {Current} */
  let current = { title: "", source: "", declared: "", diagnostics: [] };

  const node = {
    ...converter,
    convert(/** @type {string} */ _, /** @type {string} */ source) {
      stops.throwIfStopped();
      const converted = converter.convert(declarations, source);
      const isSound = converted.diagnostics.length === 0;
      current.diagnostics = isSound ? overlooked() : inWords(converted.diagnostics);
      if (isSound && current.diagnostics.length > 0) return { diagnostics: current.diagnostics };
      current.declared = converted.declOutput ?? "";
      for (const { path, data } of converted.sideOutputs ?? []) emitted.set(path, inFile(path, wayBack(data)));
      if (!converted.output) return converted;
      if (IMPORTS_LIBRARY.test(source)) undisturbed(loadLibrary);
      stops.throwIfStopped();
      const name = `cell-${emitted.size + 1}`;
      emitted.set(name, inCell(current, converted.output));
      // On lines of its own: the executor puts words before the first.
      const output = `\n${converted.output}\n//# sourceURL=${name}`;
      return { ...converted, output, hasToplevelAwait: hasTopLevelAwait(source) };
    },
    addModule(/** @type {Parameters<Converter["addModule"]>} */ ...module) {
      current.diagnostics = converter.addModule(...module);
      return current.diagnostics;
    },
    inspect: (/** @type {string} */ _, /** @type {string} */ source, /** @type {number} */ position) =>
      converter.inspect(declarations, source, position),
    complete: (/** @type {string} */ _, /** @type {string} */ source, /** @type {number} */ position) =>
      converter.complete(declarations, source, position),
  };
  const convs = { node, browser: node, close: converter.close };
  // Its console is where the executor says what was thrown, and what the last expression is.
  const executor = createExecutor(process.cwd(), convs, {
    log: (/** @type {unknown} */ value) => Object.assign(current, { value }),
    error: (/** @type {unknown} */ thrown) => Object.assign(current, { thrown }),
  });

  /** @param {string} source @param {Record<string, unknown>} before the variables as they were */
  function keepReached(source, before) {
    const names = executor.locals;
    const reached = reachedSource(source, (name) => names[name] !== undefined);
    for (const [name, value] of Object.entries(before)) if (names[name] === undefined) names[name] = value;
    if (!reached.trim()) return;
    const { diagnostics, declOutput } = converter.convert(declarations, reached);
    if (diagnostics.length === 0) declarations = declOutput ?? declarations;
  }

  /** @param {Converter} made @returns {Converter} */
  function undisturbedly(made) {
    return {
      ...made,
      convert: (...args) => undisturbed(() => made.convert(...args)),
      addModule: (...args) => undisturbed(() => made.addModule(...args)),
      inspect: (...args) => undisturbed(() => made.inspect(...args)),
      complete: (...args) => undisturbed(() => made.complete(...args)),
    };
  }

  /** @type {FindCell} */
  const findCell = (file, line, column) => emitted.get(file)?.(file, line, column);

  return {
    /** @param {string} source @param {string} title @returns {Promise<Outcome>} */
    async run(source, title) {
      const cell = { title, source, declared: "", diagnostics: [] };
      current = cell;
      const before = { ...executor.locals };
      const ok = await executor.execute(source).catch((/** @type {unknown} */ thrown) => {
        current.thrown = thrown;
      });
      await settled();
      const { diagnostics, declared, thrown, value } = current;
      if (diagnostics.length > 0) return { failure: failureToCompile(diagnostics, title, source.split("\n")) };
      if (ok) declarations = declared || declarations;
      else {
        forgetHalfLoaded();
        keepReached(source, before);
      }
      return ok ? { value } : { failure: failureOf(thrown, findCell), thrown };
    },
    /** What is wrong with what was thrown where no cell waits for it. @param {unknown} thrown */
    failure: (thrown) => failureOf(thrown, findCell),
    /** What a name stands for, in the cells or else in the library, if that is loaded. @param {string} name @returns {unknown} */
    value: (name) => executor.locals[name] ?? require.cache[require.resolve(inProject("lib"))]?.exports[name],
    interrupt: executor.interrupt,
    inspect: executor.inspect,
    complete: executor.complete,
  };
}

/** Whole, before the cell runs: TensorFlow's binding cannot be loaded by halves. */
function loadLibrary() {
  try {
    require(inProject("lib"));
  } catch {
    // The cell meets it again, and says where.
  }
}

/** A Stop may end the loading of a module between any two lines; half of it is not to be found again. */
function forgetHalfLoaded() {
  for (const [file, module] of Object.entries(require.cache)) if (!module?.loaded) delete require.cache[file];
}

/** @param {Current} cell @param {string} output @returns {FindCell} */
const inCell = ({ title, source }, output) => {
  const [lines, last, find] = [source.split("\n"), output.split("\n").length, wayBack(output)];
  return (_, line, column) => {
    // What comes after is the executor's.
    const place = line - 1 <= last ? find(line - 1, column) : undefined;
    // tslab puts a line before the cell's.
    return place && { title, inCell: true, lines, line: place.line - 1, column: place.column };
  };
};

/** A .ts file beside the notebook, which tslab compiles too. @param {string} path @param {ReturnType<typeof wayBack>} find @returns {FindCell} */
const inFile = (path, find) => (_, line, column) => {
  const place = find(line, column);
  return place && { title: `${basename(path, ".js")}.ts:${place.line}`, inCell: false, lines: [], ...place };
};
