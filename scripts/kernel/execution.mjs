// @ts-check
import { inspect } from "node:util";

/**
 * @typedef {import("./wire.mjs").Request} Request
 * @typedef {import("./wire.mjs").Content} Content
 */

/** Under this name Deno's kernel, too, asks a value for its own form. */
const DISPLAY = Symbol.for("Jupyter.display");

/**
 * Answers execute_request.
 * @param {{ channels: import("./channels.mjs").Channels, output: import("./output.mjs").Output,
 *   stops: import("./stops.mjs").Stops, cells: () => import("./cells.mjs").Cells, history: ReturnType<import("./history.mjs").openHistory>,
 *   unheard: ReturnType<typeof import("./unheard.mjs").listenForUnheard>,
 *   input: ReturnType<typeof import("./input.mjs").openInput> }} kernel
 */
export function openExecution({ channels, output, cells, history, stops, unheard, input }) {
  let count = 0;
  return {
    /** How many cells ran. */
    count: () => count,
    /**
     * @param {Request} request
     * @param {() => Promise<void>} abort called before a failure is told, so that no answer to it is among what is aborted
     */
    async execute(request, abort) {
      const { code, silent = false, store_history = true, stop_on_error = true, user_expressions } = request.content;
      const kept = store_history && !silent;
      // At least 1: what a front end runs for itself before the first cell has no number of its own.
      const execution_count = kept ? ++count : Math.max(count, 1);
      /** @param {string} type @param {Content} content */
      const publish = (type, content) => {
        if (!silent) channels.publish(type, content, request);
      };
      publish("execute_input", { code, execution_count });
      output.begin(request);
      const title = `Cell [${execution_count}]`;
      unheard.begin(title);
      input.begin(request);
      const { value, failure: own } = code.trim() ? await run(code, title, request.stops) : {};
      const failure = await unheard.end(own);
      input.end();
      const data = value === undefined ? undefined : shown(value);
      const text = data?.["text/plain"];
      if (kept) history.add(execution_count, code, text);
      if (failure) {
        if (stop_on_error) await abort();
        publish("error", failure);
        return { status: "error", execution_count, ...failure };
      }
      if (data) publish("execute_result", { execution_count, data, metadata: {} });
      return { status: "ok", execution_count, payload: [], user_expressions: await evaluate(user_expressions) };
    },
  };

  /** @param {string} code @param {string} title @param {number} asked after how many Stops it was asked for */
  function run(code, title, asked = channels.stops.pressed()) {
    return stops.run(asked, async () => cells().run(code, title));
  }

  /** A value in every form that a front end may prefer: its own, where it has one. @param {any} value @returns {Record<string, string>} */
  function shown(value) {
    const text = described(value);
    try {
      return { "text/plain": text, ...value?.[DISPLAY]?.() };
    } catch {
      return { "text/plain": text };
    }
  }

  /** What is to be described may refuse. @param {unknown} value */
  function described(value) {
    try {
      if (value instanceof Promise)
        return `${inspect(value, { depth: 0 })}\nawait is missing: this is a promise, not yet its value; write await before it`;
      return inspect(value);
    } catch (error) {
      return `(not to be described: ${error})`;
    }
  }

  /** What a front end wants to know of the variables, after the cell. @param {Record<string, string>} [expressions] */
  async function evaluate(expressions = {}) {
    /** @type {Record<string, object>} */
    const values = {};
    for (const [name, expression] of Object.entries(expressions)) {
      const { value, failure } = await run(`(${expression})`, name);
      values[name] = failure
        ? { status: "error", ...failure }
        : { status: "ok", data: { "text/plain": described(value) }, metadata: {} };
    }
    return values;
  }
}
