// @ts-check
import { setImmediate } from "node:timers/promises";
import { inspect } from "node:util";

/**
 * @typedef {import("./wire.mjs").Request} Request
 * @typedef {import("./wire.mjs").Content} Content
 */

/**
 * Answers execute_request.
 * @param {{ channels: import("./channels.mjs").Channels, output: import("./output.mjs").Output,
 *   cells: () => import("./cells.mjs").Cells, history: ReturnType<import("./history.mjs").openHistory> }} kernel
 */
export function openExecution({ channels, output, cells, history }) {
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
      const { value, failure } = code.trim() ? await cells().run(code, `Cell [${execution_count}]`) : {};
      // What nobody waited for fails now, while the front end still listens.
      await setImmediate();
      const text = value === undefined ? undefined : described(value);
      if (kept) history.add(execution_count, code, text);
      if (failure) {
        if (stop_on_error) await abort();
        publish("error", failure);
        return { status: "error", execution_count, ...failure };
      }
      if (text !== undefined)
        publish("execute_result", { execution_count, data: { "text/plain": text }, metadata: {} });
      return { status: "ok", execution_count, payload: [], user_expressions: await evaluate(user_expressions) };
    },
  };

  /** What is to be described may refuse. @param {unknown} value */
  function described(value) {
    try {
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
      const { value, failure } = await cells().run(`(${expression})`, name);
      values[name] = failure
        ? { status: "error", ...failure }
        : { status: "ok", data: { "text/plain": described(value) }, metadata: {} };
    }
    return values;
  }
}
