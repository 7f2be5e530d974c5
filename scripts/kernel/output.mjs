// @ts-check
import { createRequire } from "node:module";
import { StringDecoder } from "node:string_decoder";

const require = createRequire(import.meta.url);

/**
 * @typedef {import("./wire.mjs").Request} Request
 * @typedef {ReturnType<typeof captureOutput>} Output
 */

/**
 * Sends what the process prints, and what is displayed, to the cell that ran last: also when it comes after the cell's end,
 * as from a timer.
 * @param {import("./channels.mjs").Channels} channels @param {string} greeting for the first cell
 */
export function captureOutput(channels, greeting = "") {
  let heard = false;
  const print = (/** @type {string} */ stream, /** @type {string} */ text) => {
    if (heard && text) channels.print(stream, text);
  };

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
    print,
    /** What follows is of this cell. @param {Request} request */
    begin(request) {
      heard = !request.content.silent;
      channels.printFor(request);
      print("stderr", greeting);
      greeting = "";
      // Where tslab's `display` and the lab's `show` look for it.
      require("tslab/dist/jupyter.js").lastWriteDisplayData = (
        /** @type {object} */ content,
        /** @type {boolean} */ isUpdate,
      ) => {
        const type = isUpdate ? "update_display_data" : "display_data";
        if (!request.content.silent) channels.publish(type, content, request);
      };
    },
  };
}
