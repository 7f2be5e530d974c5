// @ts-check
import { createRequire } from "node:module";
import { StringDecoder } from "node:string_decoder";

const require = createRequire(import.meta.url);

/**
 * @typedef {import("./wire.mjs").Request} Request
 * @typedef {ReturnType<typeof captureOutput>} Output
 */

/** Lines are sent together: a front end drowns in a message for each. */
const WAIT = 50; // ms
const MOST = 1 << 17; // characters

/**
 * Sends what the process prints, and what is displayed, to the cell that ran last: also when it comes after the cell's end,
 * as from a timer.
 * @param {import("./channels.mjs").Channels} channels @param {string} greeting for the first cell
 */
export function captureOutput({ publish }, greeting = "") {
  /** @type {Request | undefined} */
  let cell;
  let name = "stdout";
  let text = "";
  let sent = 0;
  /** @type {NodeJS.Timeout | undefined} */
  let due;

  function flush() {
    clearTimeout(due);
    due = undefined;
    sent = performance.now();
    if (text) publish("stream", { name, text }, cell);
    text = "";
  }

  /** @param {string} stream @param {string} more */
  function print(stream, more) {
    if (!more || !cell || cell.content.silent) return;
    if (stream !== name) flush();
    name = stream;
    text += more;
    // Timers do not run while a cell computes.
    if (text.length > MOST || performance.now() - sent > WAIT) flush();
    else due ??= setTimeout(flush, WAIT);
  }

  for (const stream of /** @type {const} */ (["stdout", "stderr"])) {
    const decoder = new StringDecoder("utf8");
    process[stream].write = (/** @type {string | Uint8Array} */ chunk, /** @type {unknown[]} */ ...rest) => {
      print(stream, typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk)));
      const done = rest.find((argument) => typeof argument === "function");
      if (done) process.nextTick(/** @type {() => void} */ (done));
      return true;
    };
  }

  return {
    flush,
    print,
    /** What follows is of this cell. @param {Request} request */
    begin(request) {
      flush();
      cell = request;
      print("stderr", greeting);
      greeting = "";
      // Where tslab's `display` and the lab's `show` look for it.
      require("tslab/dist/jupyter.js").lastWriteDisplayData = (
        /** @type {object} */ content,
        /** @type {boolean} */ isUpdate,
      ) => {
        flush();
        if (!request.content.silent) publish(isUpdate ? "update_display_data" : "display_data", content, request);
      };
    },
  };
}
