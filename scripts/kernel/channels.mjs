// @ts-check
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { message, pack } from "./wire.mjs";

/**
 * The kernel's side of sockets.mjs.
 * @typedef {import("./wire.mjs").Request} Request
 * @typedef {import("./wire.mjs").Content} Content
 * @typedef {ReturnType<typeof openChannels>} Channels
 */

/** How long a kernel that ends waits for its last words to be sent. */
const PATIENCE = 2000; // ms

/** @param {string} configPath Jupyter's connection file */
export function openChannels(configPath) {
  const connection = JSON.parse(readFileSync(configPath, "utf8"));
  const sent = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL("sockets.mjs", import.meta.url), { workerData: { connection, sent } });
  worker.on("error", (error) => {
    console.error(error);
    process.exit(1);
  });
  /** Until the kernel is ready. @type {[channel: string, request: Request][]} */
  const early = [];
  /** @type {(channel: string, request: Request) => void} */
  let take = (channel, request) => void early.push([channel, request]);
  let onTerminated = () => {};
  worker.on("message", ({ channel, request, terminated }) => (terminated ? onTerminated() : take(channel, request)));
  /** @param {string} channel @param {(Uint8Array | string)[]} frames */
  const send = (channel, frames) => worker.postMessage({ channel, frames });
  return {
    /** @param {typeof take} taker */
    onRequest(taker) {
      take = taker;
      for (const [channel, request] of early.splice(0)) take(channel, request);
    },
    /** Told when a cell that took no notice of a Stop was ended, and left nothing to wait for. @param {() => void} told */
    onTerminated(told) {
      onTerminated = told;
    },
    /** To everyone. @param {string} type @param {Content} content @param {Request | undefined} parent */
    publish: (type, content, parent) => send("iopub", pack(message(type, content, parent), [type], connection.key)),
    /** From now on what is printed belongs to this request. @param {Request} request */
    printFor: ({ header }) => worker.postMessage({ printFor: header }),
    /** @param {string} stream @param {string} text */
    print: (stream, text) => worker.postMessage({ stream, text }),
    /** To the one who asked. @param {string} channel @param {Request} request @param {Content} content */
    reply(channel, request, content) {
      const type = request.header.msg_type.replace(/_request$/, "_reply");
      send(channel, pack(message(type, content, request), request.identities, connection.key));
    },
    /** Waits until all is sent; nothing can be sent afterwards. */
    close() {
      worker.postMessage({ close: true });
      Atomics.wait(sent, 0, 0, PATIENCE);
    },
  };
}
